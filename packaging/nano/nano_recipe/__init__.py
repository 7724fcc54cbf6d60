"""The recipe of the nano model: a world of simple pictures, and every part trained on it."""
