"""Settings, one module a situation: ``dev``, ``production``, ``test``; what they share is ``base``."""
