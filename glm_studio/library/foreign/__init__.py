"""What other programs write into their pictures: a module for each, with `read(texts)`.

Each takes the texts of a file by keyword, and returns `Facts`, or None for what it did not write.
They understand as much as they can of whatever they are given, and raise nothing.
"""
