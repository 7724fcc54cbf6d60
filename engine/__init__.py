"""The in-process engine of GLM Studio: GLM-Image on a local device. Knows no Qt."""
