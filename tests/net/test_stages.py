"""A stage read wrongly out of a title asks for a notice of a lottery, or for the risks of paying where a form is filled."""

from __future__ import annotations

import pytest

from powermodel.model.power import Power
from powermodel.net.flow import build_flow
from powermodel.project.tables import DataTables

TITLES = {
    "申请": ["提出合同事项", "提出用印", "填报销单", "用印申请", "公开报名"],
    "受理": ["受理申请", "申请受理"],
    "登记": ["登记台账", "登记合同台账"],
    "审查": ["审查合同", "合同审查"],
    "核查": ["核对台账"],
    "编制": ["起草合同", "拟定改造合同", "编制招标文件", "制定发放方案", "编排楼栋发放分组"],
    "审核": ["审核采购计划", "审核采购合同", "审核合同", "合同审核", "审核报销单", "审核申请"],
    "审批": ["审批合同", "报销审批"],
    "公示": ["审批前公示"],
    "公布": ["结果公开", "公开账目", "公开摇号结果"],
    "采购": ["公开招标", "公开询价"],
    "签约": ["签订合同", "签处置合同", "签订采购合同", "续签合同"],
    "付款": ["报销", "报账付款"],
    "归档": ["归档合同", "合同归档"],
    None: [
        "公开摇号",
        "公开抽签",
        "公开征求意见",
        "解除合同",
        "限期补交合同",
        "确定陪同用印人员",
        "抽取评审专家",
        "与捐赠人协商协议条款",
        "处理投标投诉",
        "验收问题整改",
        "书记签批前汇总",
        "约定入户时间",
        "商定施工日期",
    ],
}


@pytest.mark.parametrize(("title", "stage"), [(t, stage) for stage, titles in TITLES.items() for t in titles])
def test_a_title_is_read_as_what_is_done(title: str, stage: str | None) -> None:
    steps = {"收到": {"岗位": "窗口", "下一步": title}, title: {"岗位": "窗口", "下一步": "结束"}}
    flow = build_flow(Power.model_validate({"权力": "例", "步骤": steps}), DataTables()["环节词"])
    assert flow.nodes[title].stage == stage
