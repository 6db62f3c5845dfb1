"""What the portal holds of a person: shown, handed out, deleted. See ``docs/personal-data.md``."""
