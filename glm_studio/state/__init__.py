"""What the window shows, as observable state: one QObject a concern, no widgets."""
