"""Showing, without an outside service, that a form was not sent by the thousand."""
