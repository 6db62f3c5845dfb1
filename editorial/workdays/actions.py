"""What changes the calendar."""

from editorial.models import CalendarDay
from editorial.workdays.holidays import holidays_of


def fill_calendar(year: int) -> int:
    """Write the State Council's holidays of ``year`` as rows that administrators can edit.

    Rows that are there stay as they are, edited or not, so it may run again at any time.

    Returns:
        how many rows are new.

    Raises:
        NotImplementedError: ``chinesecalendar`` does not have the notice for this year.
    """
    days = [
        CalendarDay(date=h.date, is_workday=h.is_workday, name=h.name) for h in holidays_of(year)
    ]
    before = CalendarDay.objects.filter(date__year=year).count()
    CalendarDay.objects.bulk_create(days, ignore_conflicts=True)
    return CalendarDay.objects.filter(date__year=year).count() - before
