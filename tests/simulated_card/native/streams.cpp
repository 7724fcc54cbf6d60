// Streams and events: queues of copies that the host has not waited for.
#include "device.h"

#include <ATen/detail/PrivateUse1HooksInterface.h>
#include <ATen/core/LegacyTypeDispatch.h>
#include <c10/core/impl/DeviceGuardImplInterface.h>

#include <atomic>
#include <chrono>
#include <deque>
#include <limits>
#include <mutex>

namespace simulated {
namespace {

struct Copy {
  uint64_t number;
  bool is_upload;
  at::Tensor host_target, host_source;
  at::Tensor kept;  // the device's memory, until the copy is done
};

struct Queue {
  uint64_t submitted = 0;
  std::deque<Copy> copies;
};

constexpr uint64_t kEverything = std::numeric_limits<uint64_t>::max();

// Held while copies are carried out, so that who waits for a stream waits for them.
std::mutex streams_lock;
std::map<std::pair<int, int64_t>, Queue> queues;
std::atomic<int64_t> streams_made{0};
thread_local std::array<int64_t, kMostDevices> current_streams{};

void submit(int device, Copy copy) {
  std::lock_guard guard(streams_lock);
  Queue& queue = queues[{device, current_streams[device]}];
  copy.number = ++queue.submitted;
  queue.copies.push_back(std::move(copy));
}

// Must be called with the lock held.
void carry_out(Queue& queue, uint64_t up_to, bool only_uploads) {
  std::deque<Copy> waiting;
  for (Copy& copy : queue.copies) {
    if (copy.number > up_to || (only_uploads && !copy.is_upload)) {
      waiting.push_back(std::move(copy));
    } else {
      at::AutoDispatchBelowADInplaceOrView any_mode;
      copy.host_target.copy_(copy.host_source);
    }
  }
  queue.copies = std::move(waiting);
}

}  // namespace

int64_t current_stream(int device) { return current_streams[device]; }

int64_t exchange_stream(int device, int64_t stream) {
  return std::exchange(current_streams[device], stream);
}

int64_t new_stream() { return ++streams_made; }

void queue_upload(int device, const at::Tensor& host_target, const at::Tensor& host_source,
                  const at::Tensor& device_target) {
  submit(device, {0, true, host_target, host_source, device_target});
}

void queue_download(int device, const at::Tensor& host_target, const at::Tensor& snapshot) {
  submit(device, {0, false, host_target, snapshot, {}});
}

Mark mark(int device, int64_t stream) {
  std::lock_guard guard(streams_lock);
  std::chrono::duration<double, std::milli> now =
      std::chrono::steady_clock::now().time_since_epoch();
  return {device, stream, queues[{device, stream}].submitted, now.count()};
}

bool is_reached(const Mark& mark) {
  std::lock_guard guard(streams_lock);
  const Queue& queue = queues[{mark.device, mark.stream}];
  return queue.copies.empty() || queue.copies.front().number > mark.number;
}

void carry_out_uploads(const Mark& mark) {
  std::lock_guard guard(streams_lock);
  carry_out(queues[{mark.device, mark.stream}], mark.number, true);
}

void carry_out(const Mark& mark) {
  std::lock_guard guard(streams_lock);
  carry_out(queues[{mark.device, mark.stream}], mark.number, false);
}

void carry_out_all(int device) {
  std::lock_guard guard(streams_lock);
  for (auto& [key, queue] : queues) {
    if (key.first == device) carry_out(queue, kEverything, false);
  }
}

void drop_queues() {
  std::lock_guard guard(streams_lock);
  for (auto& [key, queue] : queues) queue.copies.clear();
}

namespace {

// What torch asks about devices, streams and events.
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

}  // namespace
}  // namespace simulated
