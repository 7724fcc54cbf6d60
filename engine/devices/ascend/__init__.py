"""Huawei Ascend cards, by torch_npu. Read `family.py` first: what is found, and what is said of it.

npu_smi.py      what the driver's own tool tells, read from its tables
installation.py which piece of the software is missing, by files alone (no torch)
extension.py    whether torch_npu works here, tried in another process; settings.py goes before it
chips.py        what differs from chip to chip
codes.py        how errors write their codes, and what the codes mean; faults.py adds the texts
device.py       one card
"""
