"""The window's widgets: they show the states and hold none."""
