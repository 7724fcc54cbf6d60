"""What can be known of a prompt from its text alone. No Qt, no torch."""
