"""Questions about courses of events: can this be reached without that?"""

from __future__ import annotations

from collections import deque

from powermodel.net.tokens import Course, Net, Occurrence


def reaches_without(net: Net, start: str, goals: set[str], without: frozenset[str]) -> Course | None:
    """A shortest way for one token from ``start`` to one of ``goals`` past none of ``without``; None: there is none.

    Follows a single token, so it is for "does what leaves here come there"; for what other branches do, see monitors.
    """
    parents: dict[str, tuple[str, str] | None] = {start: None}
    queue = deque([start])
    while queue:
        here = queue.popleft()
        if here in goals:
            course: list[Occurrence] = [Occurrence(here, "")]
            came = parents[here]
            while came is not None:
                course.append(Occurrence(*came))
                came = parents[came[0]]
            return tuple(reversed(course))
        for label, edges in net.flow.out[here].items():
            for edge in edges:
                if edge.target not in parents and edge.target not in without:
                    parents[edge.target] = (here, label)
                    queue.append(edge.target)
    return None
