"""Working days of the district: the calendar behind every due date."""
