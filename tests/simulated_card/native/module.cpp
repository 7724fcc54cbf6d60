// The Python module `_simulated_card`: what the torch_npu shim and the rig ask for.
#include "device.h"

#include <torch/csrc/utils/pybind.h>

namespace py = pybind11;
using namespace simulated;

namespace {

using PlainTraits = std::tuple<int, size_t, size_t, bool, bool>;

void configure_from(const std::vector<PlainTraits>& plain) {
  std::vector<Traits> devices;
  for (const auto& [card, total, others, has_bf16, saturates] : plain) {
    devices.push_back({card, total, others, has_bf16, saturates});
  }
  configure(devices);
}

void reset() {
  heal_all();
  drop_queues();
  empty_cache();
  reset_counts();
}

}  // namespace

PYBIND11_MODULE(_simulated_card, module) {
  // Without its stack of C++ frames, as torch's own functions raise it.
  py::register_local_exception_translator([](std::exception_ptr error) {
    try {
      if (error) std::rethrow_exception(error);
    } catch (const c10::Error& failure) {
      PyErr_SetString(PyExc_RuntimeError, failure.what_without_backtrace());
    }
  });
  py::call_guard<py::gil_scoped_release> without_gil;

  module.def("configure", &configure_from);
  module.def("device_count", &device_count);
  module.def("current_device", &current_device);
  module.def("set_device", &set_device);
  module.def("default_generator", &default_generator);

  module.def("free_and_total", [](int device) {
    MemoryCounts counts = memory(device);
    return std::make_pair(counts.free_bytes, counts.total_bytes);
  });
  module.def("total", [](int device) { return traits(device).total_bytes; });
  module.def("allocated", &allocated_bytes);
  module.def("reserved", &reserved_bytes);
  module.def("peak", &peak_bytes);
  module.def("reset_peak", &reset_peak);
  module.def("empty_cache", &empty_cache);
  module.def("publish_reserved", [](uintptr_t address) {
    publish_reserved(reinterpret_cast<int64_t*>(address));
  });

  module.def("fault", &arm_fault);
  module.def("hang", &hang);
  module.def("release", &release, without_gil);
  module.def("vanish", &vanish, without_gil);
  module.def("reset", &reset, without_gil);

  module.def("counts", &counts);
  module.def("operator_counts", &operator_counts);
  module.def("operation_counts", &operation_counts);
  module.def("reset_counts", &reset_counts);
}
