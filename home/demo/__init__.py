"""Everything that ``manage.py demo`` shows: invented people, their texts, drawn pictures."""
