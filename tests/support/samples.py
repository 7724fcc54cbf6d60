"""Sound content of each kind of file that the program reads, for tests that damage it."""

from __future__ import annotations

from typing import Any

RECIPE: dict[str, Any] = {
    "prompt": "a red circle", "width": 64, "height": 64, "steps": 12, "guidance": 1.5, "seed": 42,
    "composition_seed": 42, "precision": "fp32", "device": "cpu",
    "model": {"name": "nano", "hash": "0" * 64},
    "prior": {"grid": [2, 2], "codes": [1, 2, 3, 4]},
    "versions": {"torch": "2.13.0"},
    "references": [
        {
            "path": "/a.png", "sha256": "0" * 64, "width": 64, "height": 64, "used_width": 64,
            "used_height": 64, "fit": "as it is", "crop": [0, 0, 32, 32],
        }
    ],
    "adapters": [{"path": "/ink.safetensors", "sha256": "0" * 64, "weight": 0.5}],
    "trace": {"latents": ["0123456789abcdef"], "pixels": "0123456789abcdef"},
    "plan": {"storage": {"vae": "full"}, "places": {"vae": "resident"}, "tiled": False},
    "composed_with": [42], "hardware": {"cpu": {"driver": "1.0"}},
}  # fmt: skip

REQUEST: dict[str, Any] = {
    "prompt": "a cat", "width": 64, "height": 64, "steps": 4, "guidance": 1.5, "seed": 1,
    "composition_seed": 2, "prior": {"grid": [2, 2], "codes": [1, 2, 3, 4]},
    "references": [{"path": "/a.png", "crop": [0, 0, 8, 8]}],
    "adapters": [{"path": "/ink.safetensors", "weight": 1.0}], "composed_with": [2],
}  # fmt: skip

COMFYUI: dict[str, Any] = {
    "3": {
        "class_type": "KSampler",
        "inputs": {
            "seed": 1, "steps": 20, "cfg": 8.0, "positive": ["6", 0], "negative": ["7", 0],
            "latent_image": ["5", 0], "model": ["4", 0],
        },
    },
    "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "sd.safetensors"}},
    "5": {"class_type": "EmptyLatentImage", "inputs": {"width": 512, "height": 640}},
    "6": {"class_type": "CLIPTextEncode", "inputs": {"text": "a bottle", "clip": ["4", 1]}},
    "7": {"class_type": "CLIPTextEncode", "inputs": {"text": "blurry", "clip": ["4", 1]}},
    "9": {"class_type": "SaveImage", "inputs": {"images": ["3", 0]}},
}  # fmt: skip

INVOKEAI: dict[str, Any] = {
    "positive_prompt": "a barn", "negative_prompt": "", "seed": 1, "steps": 30, "cfg_scale": 7.5,
    "width": 512, "height": 512, "model": {"name": "sdxl"}, "controlnets": [{}],
}  # fmt: skip

SWARMUI: dict[str, Any] = {
    "sui_image_params": {
        "prompt": "a barn", "negativeprompt": "", "seed": 1, "steps": 30, "cfgscale": 7.5,
        "width": 512, "height": 512, "model": "OfficialStableDiffusion/sdxl",
    }
}  # fmt: skip

INVOKEAI_2: dict[str, Any] = {
    "model_weights": "sd", "image": {
        "prompt": [{"prompt": "a barn [blurry]", "weight": 1}], "seed": 1, "steps": 30,
        "cfg_scale": 7.5, "width": 512, "height": 512, "type": "txt2img",
    },
}  # fmt: skip

FOOOCUS: dict[str, Any] = {
    "prompt": "a barn", "negative_prompt": "", "seed": "1", "steps": 30, "guidance_scale": 4,
    "resolution": "(512, 768)", "base_model": "juggernaut", "version": "Fooocus v2.5.5",
}  # fmt: skip

WORKFLOW: dict[str, Any] = {
    "nodes": [
        {
            "id": 3, "type": "KSampler", "mode": 0, "widgets_values": [1, "fixed", 20, 8.0],
            "inputs": [{"name": "positive", "link": 1}, {"name": "negative", "link": 2}],
        },
        {"id": 6, "type": "CLIPTextEncode", "mode": 0, "widgets_values": ["a bottle"]},
        {"id": 7, "type": "CLIPTextEncode", "mode": 0, "widgets_values": ["blurry"]},
    ],
    "links": [[1, 6, 0, 3, 0, "CONDITIONING"], [2, 7, 0, 3, 1, "CONDITIONING"]],
}  # fmt: skip

INFOTEXTS = (
    "a castle <lora:castle:0.8>\nNegative prompt: blurry\nSteps: 20, Sampler: Euler a, "
    'CFG scale: 7.5, Seed: 9, Size: 512x768, Model: dreams, Lora hashes: "castle: deadbeef"',
    "a lighthouse\nSteps: 20, CFG scale: 1, Distilled CFG Scale: 3.5, Seed: 12, Version: f2.0.1",
)

XMP_PACKET = b"""<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="XMP Core 4.4.0-Exiv2">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:digiKam="http://www.digikam.org/ns/1.0/"
    xmlns:other="urn:other" xmp:Rating="3" other:note="keep me">
   <dc:subject><rdf:Bag><rdf:li>owl</rdf:li><rdf:li>night</rdf:li></rdf:Bag></dc:subject>
   <digiKam:TagsList><rdf:Seq><rdf:li>birds/owl</rdf:li></rdf:Seq></digiKam:TagsList>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>"""
"""As digiKam writes it."""
