"""What the program costs, each figure with what it is compared to in the same run."""
