"""Pictures on disk: written whole, with all that made them, indexed, and shown small. No Qt."""
