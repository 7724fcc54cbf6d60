// Streams: queues of copies that the host has not waited for.
#include "device.h"

#include <ATen/core/LegacyTypeDispatch.h>

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

}  // namespace simulated
