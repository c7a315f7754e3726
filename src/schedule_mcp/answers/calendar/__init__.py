"""Runs on the days of a calendar, as a value and as a page: wrong weekdays are seen at once there."""
