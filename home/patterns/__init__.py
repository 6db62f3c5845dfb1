"""设计样式: the visual language shown with the real template parts; see docs/design.md."""
