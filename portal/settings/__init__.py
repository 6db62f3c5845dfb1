"""Settings, one module a situation: ``dev``, ``production``, ``test``; shared: ``base``."""
