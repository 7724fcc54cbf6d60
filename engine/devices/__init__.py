"""Devices. Nothing outside this package names a kind of hardware.

Importing it decides which of torch's extensions this process uses. `engine.glm_image` imports it
first, so that diffusers and transformers come after that decision, whatever is imported alone.
"""

import os

from engine.devices.ascend.extension import prepare
from engine.versions import require_supported

# `import torch` would import every extension that is installed, and fail with a broken one.
os.environ["TORCH_DEVICE_BACKEND_AUTOLOAD"] = "0"

require_supported()  # before torch is imported and fails in words that help nobody
prepare()
