"""What is done with prompts before the engine sees them: no Qt, no torch."""
