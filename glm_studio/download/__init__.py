"""Downloads a model in a process of its own: `python -m glm_studio.download`.

So that cancelling is ending it, and neither the clients' imports nor their Python hold the window
up. Without Qt and without torch.
"""
