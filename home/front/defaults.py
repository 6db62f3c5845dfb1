"""The front page before an editor has touched it."""

from home.front.rules import Width

DEFAULT: tuple[tuple[str, dict[str, object]], ...] = (
    ("lead_story", {"most": 4, "pages": []}),
    ("passage", {}),
    ("stories", {"title": "师德风采", "most": 3, "pages": []}),
    ("book_lists", {"title": "晒书单", "most": 3, "pages": []}),
    ("logs", {"title": "读书笔记", "most": 4, "width": Width.HALF.value, "pages": []}),
    ("events", {"title": "论坛活动", "most": 3, "width": Width.HALF.value, "pages": []}),
    ("workshops", {"title": "名师工作坊", "most": 4, "width": Width.HALF.value, "pages": []}),
    ("topics", {"title": "专题", "most": 2, "width": Width.HALF.value, "pages": []}),
)
