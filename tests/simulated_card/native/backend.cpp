// What torch asks a backend: who is current, what streams and events do, where numbers come from.
#include "device.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/detail/PrivateUse1HooksInterface.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>

namespace simulated {

const at::Generator& default_generator(int device) {
  static const std::vector<at::Generator> generators = [] {
    std::vector<at::Generator> made;
    for (int index = 0; index < kMostDevices; ++index) {
      made.push_back(at::make_generator<at::CPUGeneratorImpl>());
    }
    return made;
  }();
  return generators[device];
}

namespace {

struct Guard final : c10::impl::DeviceGuardImplInterface {
  c10::DeviceType type() const override { return c10::DeviceType::PrivateUse1; }

  c10::Device getDevice() const override {
    return {type(), static_cast<c10::DeviceIndex>(current_device())};
  }
  void setDevice(c10::Device device) const override {
    if (device.has_index()) set_device(device.index());
  }
  void uncheckedSetDevice(c10::Device device) const noexcept override {
    if (device.has_index()) set_device_unchecked(device.index());
  }
  c10::Device exchangeDevice(c10::Device device) const override {
    c10::Device before = getDevice();
    // Frees and guards of tensors pass here too: they must work on a device that is gone.
    uncheckedSetDevice(device);
    return before;
  }
  c10::DeviceIndex deviceCount() const noexcept override {
    return static_cast<c10::DeviceIndex>(device_count());
  }

  c10::Stream getStream(c10::Device device) const override {
    return stream(device, current_stream(indexed(device).index()));
  }
  c10::Stream getDefaultStream(c10::Device device) const override { return stream(device, 0); }
  c10::Stream getStreamFromGlobalPool(c10::Device device, bool) const override {
    return stream(device, new_stream());
  }
  c10::Stream getNewStream(c10::Device device, int) const override {
    return stream(device, new_stream());
  }
  c10::Stream exchangeStream(c10::Stream next) const override {
    return stream(next.device(), exchange_stream(next.device_index(), next.id()));
  }
  bool queryStream(const c10::Stream& stream) const override {
    return query(mark(stream.device_index(), stream.id()));
  }
  void synchronizeStream(const c10::Stream& stream) const override {
    wait(mark(stream.device_index(), stream.id()), "aclrtSynchronizeStreamWithTimeout");
  }
  void synchronizeDevice(const c10::DeviceIndex device) const override {
    count(Count::kSynchronise);
    begin(device, "aclrtSynchronizeDeviceWithTimeout");
    carry_out_all(device);
  }

  void record(void** event, const c10::Stream& stream, const c10::DeviceIndex,
              const c10::EventFlag) const override {
    if (!*event) *event = new Mark;
    *static_cast<Mark*>(*event) = mark(stream.device_index(), stream.id());
  }
  void block(void* event, const c10::Stream&) const override {
    if (event) carry_out_uploads(*static_cast<Mark*>(event));
  }
  bool queryEvent(void* event) const override {
    return !event || query(*static_cast<Mark*>(event));
  }
  void synchronizeEvent(void* event) const override {
    if (event) wait(*static_cast<Mark*>(event), "aclrtSynchronizeEvent");
  }
  void destroyEvent(void* event, const c10::DeviceIndex) const noexcept override {
    delete static_cast<Mark*>(event);
  }
  double elapsedTime(void* first, void* second, const c10::DeviceIndex) const override {
    return static_cast<Mark*>(second)->recorded_ms - static_cast<Mark*>(first)->recorded_ms;
  }

 private:
  c10::Device indexed(c10::Device device) const { return device.has_index() ? device : getDevice(); }
  c10::Stream stream(c10::Device device, int64_t id) const {
    return c10::Stream(c10::Stream::UNSAFE, indexed(device), id);
  }
  static void wait(const Mark& mark, const char* call) {
    count(Count::kSynchronise);
    begin(mark.device, call);
    carry_out(mark);
  }
  // Time passes between two looks: the first says no, and by the second the work is done.
  static bool query(const Mark& mark) {
    begin(mark.device, "aclrtQueryEventStatus");
    if (is_reached(mark)) return true;
    carry_out(mark);
    return false;
  }
};
C10_REGISTER_GUARD_IMPL(PrivateUse1, Guard);

// Generators are the CPU's, for the CPU draws.
struct Hooks final : at::PrivateUse1HooksInterface {
  bool isBuilt() const override { return true; }
  bool isAvailable() const override { return device_count() > 0; }
  bool hasPrimaryContext(c10::DeviceIndex) const override { return true; }
  c10::DeviceIndex deviceCount() const override {
    return static_cast<c10::DeviceIndex>(device_count());
  }
  c10::DeviceIndex getCurrentDevice() const override {
    return static_cast<c10::DeviceIndex>(current_device());
  }
  void setCurrentDevice(c10::DeviceIndex device) const override { set_device(device); }
  c10::DeviceIndex exchangeDevice(c10::DeviceIndex device) const override {
    c10::DeviceIndex before = getCurrentDevice();
    set_device(device);
    return before;
  }
  c10::DeviceIndex maybeExchangeDevice(c10::DeviceIndex device) const override {
    c10::DeviceIndex before = getCurrentDevice();
    set_device_unchecked(device);
    return before;
  }
  at::Generator getNewGenerator(c10::DeviceIndex) const override {
    return at::make_generator<at::CPUGeneratorImpl>();
  }
  const at::Generator& getDefaultGenerator(c10::DeviceIndex device) const override {
    return default_generator(device < 0 ? current_device() : device);
  }
  at::Allocator* getPinnedMemoryAllocator() const override { return pinned_allocator(); }
  bool isPinnedPtr(const void* data) const override { return is_pinned(data); }
  void resizePrivateUse1Bytes(const c10::Storage& storage, size_t bytes) const override {
    resize_storage(storage, bytes);
  }
};

Hooks hooks;
[[maybe_unused]] const bool registered = (at::RegisterPrivateUse1HooksInterface(&hooks), true);

}  // namespace
}  // namespace simulated
