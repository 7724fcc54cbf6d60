"""`torch.npu.config`: switches that the simulated card takes and does not need."""

allow_internal_format = True
