"""How wide text is and where its lines break, from the table of the embedded fonts (no font library).

metrics = typeface().regular
metrics.width("提出申请", 5.0)  # 20.0 mm
metrics.break_lines("街道救助窗口", 25.0, 5.0)  # ["街道", "救助窗口"]
"""

from render.metrics.face import Metrics, Typeface, clean, typeface

__all__ = ["Metrics", "Typeface", "clean", "typeface"]
