"""Texts in the shape in which other programs write them, and what they say."""

from __future__ import annotations

import json
from typing import Any

from glm_studio.library.facts import Facts

A1111 = (
    "a castle on a hill <lora:castleLora:0.8>\nat dawn\n"
    "Negative prompt: blurry,\nugly\n"
    "Steps: 20, Sampler: Euler a, Schedule type: Karras, CFG scale: 7.5, Seed: 965400086, "
    "Size: 512x768, Model hash: abc123def0, Model: dreamshaper_8, Denoising strength: 0.4, "
    'Clip skip: 2, Lora hashes: "castleLora: deadbeef0123", Version: v1.10.1'
)
FORGE = (
    "a lighthouse\nSteps: 20, Sampler: Euler, Schedule type: Simple, CFG scale: 1, "
    "Distilled CFG Scale: 3.5, Seed: 12, Size: 896x1152, Model hash: c161224931, "
    "Model: flux1-dev-bnb-nf4-v2, Version: f2.0.1v1.10.1-previous-636-gb835f24a"
)
SD_NEXT = (
    "a lighthouse\nSteps: 25, Size: 1024x1024, Sampler: Default, Seed: 7, CFG scale: 6, "
    "App: SD.Next, Version: 2024-11-02, Operations: txt2img, Model: Juggernaut-XL, "
    'Model hash: "aeb7e9e689"'
)

KSAMPLER: dict[str, Any] = {
    "3": {
        "inputs": {
            "seed": 156680208700286, "steps": 20, "cfg": 8.0, "sampler_name": "euler",
            "scheduler": "normal", "denoise": 1.0, "model": ["10", 0], "positive": ["6", 0],
            "negative": ["7", 0], "latent_image": ["5", 0],
        },
        "class_type": "KSampler",
        "_meta": {"title": "KSampler"},
    },
    "4": {
        "inputs": {"ckpt_name": "SD1.5\\v1-5-pruned-emaonly.safetensors"},
        "class_type": "CheckpointLoaderSimple",
    },
    "5": {
        "inputs": {"width": 512, "height": 640, "batch_size": 1},
        "class_type": "EmptyLatentImage",
    },
    "6": {
        "inputs": {"text": "beautiful scenery, glass bottle", "clip": ["10", 1]},
        "class_type": "CLIPTextEncode",
    },
    "7": {
        "inputs": {"text": "text, watermark", "clip": ["10", 1]},
        "class_type": "CLIPTextEncode",
    },
    "8": {"inputs": {"samples": ["3", 0], "vae": ["4", 2]}, "class_type": "VAEDecode"},
    "9": {
        "inputs": {"filename_prefix": "ComfyUI", "images": ["8", 0]},
        "class_type": "SaveImage",
    },
    "10": {
        "inputs": {
            "lora_name": "ink.safetensors", "strength_model": 1.0, "strength_clip": 1.0,
            "model": ["4", 0], "clip": ["4", 1],
        },
        "class_type": "LoraLoader",
    },
}  # fmt: skip

SECOND_PASS: dict[str, Any] = KSAMPLER | {
    "8": {"inputs": {"samples": ["12", 0], "vae": ["4", 2]}, "class_type": "VAEDecode"},
    "11": {
        "inputs": {
            "upscale_method": "nearest-exact", "width": 1024, "height": 1280, "crop": "disabled",
            "samples": ["3", 0],
        },
        "class_type": "LatentUpscale",
    },
    "12": {
        "inputs": {
            "seed": 9, "steps": 14, "cfg": 5.0, "sampler_name": "dpmpp_2m", "scheduler": "simple",
            "denoise": 0.5, "model": ["10", 0], "positive": ["6", 0], "negative": ["7", 0],
            "latent_image": ["11", 0],
        },
        "class_type": "KSampler",
    },
}  # fmt: skip
"""Made small, then larger with other numbers: what made the picture is the first pass."""

FLUX: dict[str, Any] = {
    "6": {
        "inputs": {"text": ["40", 0], "clip": ["11", 0]},
        "class_type": "CLIPTextEncode",
    },
    "8": {"inputs": {"samples": ["13", 0], "vae": ["10", 0]}, "class_type": "VAEDecode"},
    "9": {"inputs": {"filename_prefix": "x", "images": ["8", 0]}, "class_type": "SaveImage"},
    "11": {"inputs": {"clip_name1": "t5xxl_fp16.safetensors"}, "class_type": "DualCLIPLoader"},
    "12": {
        "inputs": {"unet_name": "flux1-dev.safetensors", "weight_dtype": "default"},
        "class_type": "UNETLoader",
    },
    "13": {
        "inputs": {
            "noise": ["25", 0], "guider": ["22", 0], "sampler": ["16", 0], "sigmas": ["17", 0],
            "latent_image": ["27", 0],
        },
        "class_type": "SamplerCustomAdvanced",
    },
    "16": {"inputs": {"sampler_name": "euler"}, "class_type": "KSamplerSelect"},
    "17": {
        "inputs": {"scheduler": "simple", "steps": 28, "denoise": 1.0, "model": ["30", 0]},
        "class_type": "BasicScheduler",
    },
    "22": {
        "inputs": {"model": ["30", 0], "conditioning": ["41", 0]},
        "class_type": "BasicGuider",
    },
    "25": {"inputs": {"noise_seed": 219670278747233}, "class_type": "RandomNoise"},
    "26": {"inputs": {"guidance": 3.5, "conditioning": ["6", 0]}, "class_type": "FluxGuidance"},
    "27": {
        "inputs": {"width": ["50", 0], "height": 1024, "batch_size": 1},
        "class_type": "EmptySD3LatentImage",
    },
    "30": {
        "inputs": {"max_shift": 1.15, "width": 768, "height": 1024, "model": ["12", 0]},
        "class_type": "ModelSamplingFlux",
    },
    "40": {
        "inputs": {"value": "cute anime girl with fennec ears"},
        "class_type": "PrimitiveString",
    },
    "41": {
        "inputs": {"conditioning": ["26", 0], "latent": ["43", 0]},
        "class_type": "ReferenceLatent",
    },
    "42": {"inputs": {"image": "fox.png"}, "class_type": "LoadImage"},
    "43": {"inputs": {"pixels": ["42", 0], "vae": ["10", 0]}, "class_type": "VAEEncode"},
    "50": {"inputs": {"value": 768}, "class_type": "PrimitiveInt"},
}  # fmt: skip

CONTROLNET: dict[str, Any] = KSAMPLER | {
    "3": {
        "inputs": KSAMPLER["3"]["inputs"] | {"positive": ["20", 0], "negative": ["20", 1]},
        "class_type": "KSampler",
    },
    "20": {
        "inputs": {
            "strength": 0.8, "positive": ["6", 0], "negative": ["7", 0],
            "control_net": ["21", 0], "image": ["22", 0],
        },
        "class_type": "ControlNetApplyAdvanced",
    },
    "21": {"inputs": {"control_net_name": "canny.pth"}, "class_type": "ControlNetLoader"},
    "22": {"inputs": {"image": "pose.png"}, "class_type": "LoadImage"},
}  # fmt: skip

DRAWN: dict[str, Any] = {
    "last_node_id": 9,
    "last_link_id": 9,
    "nodes": [
        {
            "id": 7, "type": "CLIPTextEncode", "mode": 0,
            "inputs": [{"name": "clip", "type": "CLIP", "link": 5}],
            "outputs": [{"name": "CONDITIONING", "links": [6], "slot_index": 0}],
            "widgets_values": ["text, watermark"],
        },
        {
            "id": 6, "type": "CLIPTextEncode", "mode": 0,
            "inputs": [{"name": "clip", "type": "CLIP", "link": 3}],
            "widgets_values": ["beautiful scenery, glass bottle"],
        },
        {
            "id": 5, "type": "EmptyLatentImage", "mode": 0, "inputs": [],
            "widgets_values": [512, 640, 1],
        },
        {
            "id": 3, "type": "KSampler", "mode": 0,
            "inputs": [
                {"name": "model", "type": "MODEL", "link": 1},
                {"name": "positive", "type": "CONDITIONING", "link": 4},
                {"name": "negative", "type": "CONDITIONING", "link": 6},
                {"name": "latent_image", "type": "LATENT", "link": 2},
            ],
            "widgets_values": [156680208700286, "randomize", 20, 8, "euler", "normal", 1],
        },
        {
            "id": 4, "type": "CheckpointLoaderSimple", "mode": 0, "inputs": [],
            "widgets_values": ["v1-5-pruned-emaonly.safetensors"],
        },
        {
            "id": 9, "type": "SaveImage", "mode": 0,
            "inputs": [{"name": "images", "type": "IMAGE", "link": 9}],
            "widgets_values": ["ComfyUI"],
        },
        {
            "id": 8, "type": "VAEDecode", "mode": 0,
            "inputs": [{"name": "samples", "type": "LATENT", "link": 7}], "widgets_values": [],
        },
    ],
    "links": [
        [1, 4, 0, 3, 0, "MODEL"], [2, 5, 0, 3, 3, "LATENT"], [3, 4, 1, 6, 0, "CLIP"],
        [4, 6, 0, 3, 1, "CONDITIONING"], [5, 4, 1, 7, 0, "CLIP"],
        [6, 7, 0, 3, 2, "CONDITIONING"], [7, 3, 0, 8, 0, "LATENT"], [9, 8, 0, 9, 0, "IMAGE"],
    ],
    "groups": [], "config": {}, "extra": {}, "version": 0.4,
}  # fmt: skip

INVOKE_5 = {
    "app_version": "5.4.2", "generation_mode": "sdxl_txt2img", "positive_prompt": "landscape",
    "negative_prompt": "low quality", "width": 768, "height": 432, "seed": 356120443,
    "rand_device": "cpu", "cfg_scale": 7.5, "steps": 50, "scheduler": "dpmpp_2m_sde_k",
    "model": {
        "key": "6c5c3e8b", "hash": "blake3:aa", "name": "Juggernaut XL v9", "base": "sdxl",
        "type": "main",
    },
    "ipAdapters": [{"image": {"image_name": "a.png"}, "weight": 1}], "controlnets": [],
}  # fmt: skip
INVOKE_3 = {
    "app_version": "3.3.0post3", "generation_mode": "txt2img", "positive_prompt": "landscape",
    "negative_prompt": "low quality", "width": 768, "height": 432, "seed": 356120443,
    "cfg_scale": 7.5, "steps": 50, "clip_skip": 0,
    "model": {"model_name": "amixx_3Prunedfp16", "base_model": "sd-1", "model_type": "main"},
}  # fmt: skip
INVOKE_2 = {
    "model": "stable diffusion",
    "model_weights": "stable-diffusion-1.5",
    "model_hash": "cc6cb27103417325ff94f52b7a5d2dde45a7515b25c255d8e396c90014281516",
    "app_id": "invoke-ai/InvokeAI",
    "app_version": "2.3.5",
    "image": {
        "prompt": [{"prompt": "an old sailor [blurry, dark] at sea", "weight": 1.0}],
        "steps": 30, "cfg_scale": 7.0, "threshold": 0, "perlin": 0, "height": 512, "width": 704,
        "seed": 3397418128, "type": "txt2img", "sampler": "k_dpmpp_2", "variations": [],
    },
}  # fmt: skip
DREAM = '"an old \\"sea dog\\"" -s 50 -S 1792481113 -W 512 -H 768 -C 7.5 -A k_lms -U 2 0.75'

SWARM = {
    "sui_image_params": {
        "prompt": "a photo of a cat", "negativeprompt": "dog",
        "model": "OfficialStableDiffusion/sd_xl_base_1.0", "seed": 1, "steps": "20",
        "cfgscale": 7.0, "aspectratio": "1:1", "width": 1024, "height": 1024,
        "automaticvae": True, "swarm_version": "0.9.3.1",
    },
    "sui_extra_data": {"date": "2024-11-13", "generation_time": "6.11 (prep) and 4.84 (gen)"},
    "sui_models": [{"name": "sd_xl_base_1.0.safetensors", "param": "model", "hash": "0xd7a9"}],
}  # fmt: skip

FOOOCUS = {
    "adm_guidance": "(1.5, 0.8, 0.3)", "base_model": "juggernautXL_v8Rundiffusion",
    "base_model_hash": "aeb7e9e689", "clip_skip": 2,
    "full_negative_prompt": ["(worst quality:1.1)", "anime, cartoon"],
    "full_prompt": ["cinematic still A sunflower field . emotional", "A sunflower field, magic"],
    "guidance_scale": 4, "loras": [["sd_xl_offset_example-lora_1.0", 0.1, "4852686128"]],
    "metadata_scheme": "fooocus", "negative_prompt": "", "performance": "Speed",
    "prompt": "A sunflower field", "refiner_model": "None", "resolution": "(512, 768)",
    "sampler": "dpmpp_2m_sde_gpu", "scheduler": "karras", "seed": "127589946317439009",
    "sharpness": 2, "steps": 30, "styles": "['Fooocus V2']", "version": "Fooocus v2.5.5",
}  # fmt: skip
FOOOCUS_AS_A1111 = (
    "cinematic still A sunflower field . emotional, A sunflower field, magic\n"
    "Negative prompt: anime, cartoon\n"
    "Steps: 30, Sampler: DPM++ 2M SDE Karras, Seed: 127589946317439009, Size: 512x768, "
    "CFG scale: 4, Sharpness: 2, Model: juggernautXL_v8Rundiffusion, Model hash: aeb7e9e689, "
    "Performance: Speed, Scheduler: karras, VAE: Default (model), "
    "Raw prompt: A sunflower field, Raw negative prompt: , Version: Fooocus v2.5.5"
)

_SCENERY = Facts(
    "beautiful scenery, glass bottle", "text, watermark", 156680208700286, 20, 8.0,
    "v1-5-pruned-emaonly", (512, 640), 0, "ComfyUI",
)  # fmt: skip
_SUNFLOWERS = {
    "prompt": "A sunflower field", "seed": 127589946317439009, "steps": 30, "guidance": 4.0,
    "model": "juggernautXL_v8Rundiffusion", "size": (512, 768), "program": "Fooocus",
}  # fmt: skip
_SAILOR = Facts(
    "an old sailor at sea", "blurry, dark", 3397418128, 30, 7.0, "stable-diffusion-1.5",
    (704, 512), 0, "InvokeAI",
)  # fmt: skip

SAMPLES: dict[str, tuple[dict[str, str], Facts]] = {
    "A1111": (
        {"parameters": A1111},
        Facts(
            "a castle on a hill <lora:castleLora:0.8>\nat dawn", "blurry,\nugly", 965400086, 20,
            7.5, "dreamshaper_8", (512, 768), None, "AUTOMATIC1111",
        ),
    ),
    "Forge": (
        {"parameters": FORGE},
        Facts("a lighthouse", "", 12, 20, 3.5, "flux1-dev-bnb-nf4-v2", (896, 1152), None, "Forge"),
    ),
    "SD.Next": (
        {"parameters": SD_NEXT},
        Facts("a lighthouse", "", 7, 25, 6.0, "Juggernaut-XL", (1024, 1024), None, "SD.Next"),
    ),
    "ComfyUI": (
        {"prompt": json.dumps(KSAMPLER), "workflow": json.dumps(DRAWN)}, _SCENERY,
    ),
    "ComfyUI, two passes": ({"prompt": json.dumps(SECOND_PASS)}, _SCENERY),
    "ComfyUI, ControlNet": (
        {"prompt": json.dumps(CONTROLNET)},
        Facts(
            _SCENERY.prompt, _SCENERY.negative, _SCENERY.seed, 20, 8.0, _SCENERY.model,
            (512, 640), 1, "ComfyUI",
        ),
    ),
    "ComfyUI, Flux": (
        {"prompt": json.dumps(FLUX)},
        Facts(
            "cute anime girl with fennec ears", "", 219670278747233, 28, 3.5, "flux1-dev",
            (768, 1024), 1, "ComfyUI",
        ),
    ),
    "ComfyUI, drawn": ({"workflow": json.dumps(DRAWN)}, _SCENERY),
    "ComfyUI, saved with parameters": (
        {"prompt": json.dumps(KSAMPLER), "parameters": A1111.replace("v1.10.1", "ComfyUI")},
        Facts(
            "a castle on a hill <lora:castleLora:0.8>\nat dawn", "blurry,\nugly", 965400086, 20,
            7.5, "dreamshaper_8", (512, 768), None, "ComfyUI",
        ),
    ),
    "InvokeAI 5": (
        {"invokeai_metadata": json.dumps(INVOKE_5), "invokeai_graph": "{}"},
        Facts(
            "landscape", "low quality", 356120443, 50, 7.5, "Juggernaut XL v9", (768, 432), 1,
            "InvokeAI",
        ),
    ),
    "InvokeAI 3": (
        {"invokeai_metadata": json.dumps(INVOKE_3)},
        Facts(
            "landscape", "low quality", 356120443, 50, 7.5, "amixx_3Prunedfp16", (768, 432), 0,
            "InvokeAI",
        ),
    ),
    "InvokeAI 2": ({"sd-metadata": json.dumps(INVOKE_2), "Dream": DREAM}, _SAILOR),
    "InvokeAI 1": (
        {"Dream": DREAM},
        Facts(
            'an old "sea dog"', "", 1792481113, 50, 7.5, "", (512, 768), None, "InvokeAI",
        ),
    ),
    "SwarmUI": (
        {"parameters": json.dumps(SWARM, indent=2)},
        Facts(
            "a photo of a cat", "dog", 1, 20, 7.0, "sd_xl_base_1.0", (1024, 1024), 0, "SwarmUI",
        ),
    ),
    "Fooocus": (
        {"parameters": json.dumps(FOOOCUS), "fooocus_scheme": "fooocus"},
        Facts(**_SUNFLOWERS, negative="(worst quality:1.1), anime, cartoon"),
    ),
    "Fooocus as A1111": (
        {"parameters": FOOOCUS_AS_A1111, "fooocus_scheme": "a1111"},
        Facts(**_SUNFLOWERS, negative="anime, cartoon"),
    ),
}  # fmt: skip
