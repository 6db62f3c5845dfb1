"""What the portal tells those who run it: logs, metrics, the state of its parts."""
