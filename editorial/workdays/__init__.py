from datetime import timedelta


def due_at(start, days):
    return start + timedelta(days=days)
