// Devices: who is current, their memory, their health, what they count.
#include "device.h"

#include <Python.h>
#include <c10/core/DeviceGuard.h>
#include <c10/util/Exception.h>
#include <unistd.h>

#include <algorithm>
#include <cinttypes>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>

namespace simulated {
namespace {

struct Device {
  Traits traits;
  size_t allocated = 0, reserved = 0, peak = 0;
  int64_t operations = 0;
  bool gone = false, hanging = false;
  int failed = 0;  // the code that every call answers with, once the context is lost
  int armed = 0;   // the code of a fault to come
  int64_t armed_at = 0;
  std::string armed_call;
};

std::mutex lock;  // guards everything below
std::condition_variable hang_ended;
std::array<Device, kMostDevices> devices;
int devices_here = 0;
int64_t* published = nullptr;
std::array<int64_t, kCountNames.size()> counted{};
std::map<std::string, int64_t> operators_counted;
std::map<const char*, size_t> pinned_blocks;

thread_local int current = 0;

const char* explanation(int code) {
  switch (code) {
    case 107001: return "Invalid device ID.\n        Check whether the device ID is valid.";
    case 107002: return "The context is empty.\n        Check whether acl.rt.set_context or "
                        "acl.rt.set_device is called.";
    case 507010: return "The task scheduler loses the heartbeat. ";
    case 507014: return "The aicore execution times out. ";
    case 507015: return "The aicore execution is abnormal. ";
    case 507018: return "The aicpu execution is abnormal. ";
    case 507035: return "The vector core execution is abnormal. ";
    case 507899: return "An internal error occurs in the Driver module. ";
    default: return "";
  }
}

[[noreturn]] void fail(int device, int code, const std::string& call) {
  std::string rectify = code / 1000 == 507
      ? "\n        Rectify the fault based on the error information in the ascend log." : "";
  TORCH_CHECK(false, " NPU function error: ", call, ", error code is ", code,
              "\n[ERROR] (PID:", getpid(), ", Device:", device,
              ", RankID:-1) ERR00100 PTA call acl api failed\n[Error]: ", explanation(code),
              rectify, "\n");
}

void refuse_if_unwell(int index, const Device& device, const std::string& call) {
  if (device.gone) fail(index, 507899, call);
  if (device.failed) fail(index, device.failed, call);
}

void publish(const Device& device) {
  if (published) published[device.traits.card] = static_cast<int64_t>(device.reserved);
}

std::string in_words(size_t bytes) {
  char text[32];
  if (bytes >= size_t{1} << 30) {
    std::snprintf(text, sizeof text, "%.2f GiB", bytes / double(1 << 30));
  } else {
    std::snprintf(text, sizeof text, "%.2f MiB", bytes / double(1 << 20));
  }
  return text;
}

size_t left(const Device& device) {
  size_t taken = device.reserved + device.traits.others_bytes;
  return device.traits.total_bytes > taken ? device.traits.total_bytes - taken : 0;
}

void take(int index, size_t bytes) {
  std::lock_guard guard(lock);
  Device& device = devices[index];
  refuse_if_unwell(index, device, "aclrtMallocAlign32");
  size_t cached = device.reserved - device.allocated;
  size_t missing = bytes > cached ? bytes - cached : 0;
  TORCH_CHECK_WITH(
      OutOfMemoryError, missing <= left(device), "NPU out of memory. Tried to allocate ",
      in_words(bytes), " (NPU ", index, "; ", in_words(device.traits.total_bytes),
      " total capacity; ", in_words(device.allocated), " already allocated; ",
      in_words(device.allocated), " current active; ", in_words(left(device)), " free; ",
      in_words(device.reserved), " reserved in total by PyTorch). If reserved memory is >> ",
      "allocated memory try setting max_split_size_mb to avoid fragmentation.");
  device.reserved += missing;
  device.allocated += bytes;
  device.peak = std::max(device.peak, device.allocated);
  publish(device);
}

struct Block {
  void* data;
  size_t bytes;
  int device;
};

void free_block(void* context) {
  std::unique_ptr<Block> block(static_cast<Block*>(context));
  std::free(block->data);
  std::lock_guard guard(lock);
  devices[block->device].allocated -= block->bytes;
}

void* aligned(size_t bytes) {
  void* data = nullptr;
  TORCH_CHECK(posix_memalign(&data, 64, bytes) == 0, "the host's own memory ran out");
  return data;
}

struct DeviceAllocator final : c10::Allocator {
  c10::DataPtr allocate(size_t asked) override {
    int index = current;
    c10::Device device(c10::DeviceType::PrivateUse1, static_cast<c10::DeviceIndex>(index));
    if (asked == 0) return {nullptr, device};
    size_t bytes = (asked + 511) / 512 * 512;
    take(index, bytes);
    void* data = aligned(bytes);
    return {data, new Block{data, bytes, index}, &free_block, device};
  }
  void copy_data(void* target, const void* source, size_t bytes) const override {
    std::memcpy(target, source, bytes);
  }
};

void free_pinned(void* data) {
  {
    std::lock_guard guard(lock);
    pinned_blocks.erase(static_cast<const char*>(data));
  }
  std::free(data);
}

struct PinnedAllocator final : c10::Allocator {
  c10::DataPtr allocate(size_t asked) override {
    size_t bytes = std::max<size_t>(asked, 1);
    void* data = aligned(bytes);
    std::lock_guard guard(lock);
    pinned_blocks[static_cast<const char*>(data)] = bytes;
    return {data, data, &free_pinned, c10::Device(c10::kCPU)};
  }
  c10::DeleterFnPtr raw_deleter() const override { return &free_pinned; }
  void copy_data(void* target, const void* source, size_t bytes) const override {
    std::memcpy(target, source, bytes);
  }
};

DeviceAllocator the_device_allocator;
PinnedAllocator the_pinned_allocator;
REGISTER_ALLOCATOR(c10::DeviceType::PrivateUse1, &the_device_allocator);

}  // namespace

void configure(const std::vector<Traits>& all) {
  TORCH_CHECK(all.size() <= kMostDevices, "the rig has at most ", kMostDevices, " devices");
  std::lock_guard guard(lock);
  devices_here = static_cast<int>(all.size());
  for (size_t index = 0; index < all.size(); ++index) devices[index].traits = all[index];
}

int device_count() { return devices_here; }
const Traits& traits(int device) { return devices[device].traits; }
int current_device() { return current; }
void set_device_unchecked(int device) { current = device; }

void set_device(int device) {
  if (device < 0 || device >= devices_here) fail(device, 107001, "aclrtSetDevice");
  if (devices[device].gone) fail(device, 507899, "aclrtSetDevice");
  current = device;
}

c10::Allocator* device_allocator() { return &the_device_allocator; }
c10::Allocator* pinned_allocator() { return &the_pinned_allocator; }

bool is_pinned(const void* data) {
  std::lock_guard guard(lock);
  auto place = static_cast<const char*>(data);
  auto after = pinned_blocks.upper_bound(place);
  return after != pinned_blocks.begin() && place < std::prev(after)->first + std::prev(after)->second;
}

void resize_storage(const c10::Storage& storage, size_t bytes) {
  c10::DeviceGuard guard(storage.device());
  c10::DataPtr memory = the_device_allocator.allocate(bytes);
  size_t kept = std::min(bytes, storage.nbytes());
  if (kept) std::memcpy(memory.get(), storage.data(), kept);
  storage.unsafeGetStorageImpl()->set_data_ptr_noswap(std::move(memory));
  storage.unsafeGetStorageImpl()->set_nbytes(bytes);
}

MemoryCounts memory(int index) {
  std::lock_guard guard(lock);
  const Device& device = devices[index];
  refuse_if_unwell(index, device, "aclrtGetMemInfo");
  return {left(device), device.traits.total_bytes, device.allocated, device.reserved, device.peak};
}

size_t allocated_bytes(int device) { return devices[device].allocated; }
size_t reserved_bytes(int device) { return devices[device].reserved; }
size_t peak_bytes(int device) { return devices[device].peak; }
void reset_peak(int device) { devices[device].peak = devices[device].allocated; }

void empty_cache() {
  std::lock_guard guard(lock);
  for (int index = 0; index < devices_here; ++index) {
    devices[index].reserved = devices[index].allocated;
    publish(devices[index]);
  }
}

void publish_reserved(int64_t* numbers) {
  std::lock_guard guard(lock);
  published = numbers;
}

void begin(int index, const char* call) {
  std::unique_lock guard(lock);
  Device& device = devices[index];
  ++device.operations;
  if (device.hanging) {
    // torch has let go of the GIL on most ways here, but not on all.
    PyThreadState* thread = PyGILState_Check() ? PyEval_SaveThread() : nullptr;
    hang_ended.wait(guard, [&] { return !device.hanging; });
    if (thread) {
      guard.unlock();
      PyEval_RestoreThread(thread);
      guard.lock();
    }
  }
  if (device.armed && !device.failed && device.operations > device.armed_at) {
    device.failed = device.armed;
    if (device.armed_call == "abort") std::abort();
    fail(index, device.failed, device.armed_call);
  }
  refuse_if_unwell(index, device, call);
}

void arm_fault(int index, int code, const std::string& call, int64_t after) {
  std::lock_guard guard(lock);
  Device& device = devices[index];
  device.armed = code;
  device.armed_call = call;
  device.armed_at = device.operations + after;
}

void hang(int device) {
  std::lock_guard guard(lock);
  devices[device].hanging = true;
}

void release(int device) {
  {
    std::lock_guard guard(lock);
    devices[device].hanging = false;
  }
  hang_ended.notify_all();
}

void vanish(int device) {
  {
    std::lock_guard guard(lock);
    devices[device].gone = true;
    devices[device].hanging = false;
  }
  hang_ended.notify_all();
}

void heal_all() {
  {
    std::lock_guard guard(lock);
    for (Device& device : devices) {
      device.gone = device.hanging = false;
      device.failed = device.armed = 0;
    }
  }
  hang_ended.notify_all();
}

void count(Count what) {
  std::lock_guard guard(lock);
  ++counted[static_cast<size_t>(what)];
}

void count_operator(const std::string& name) {
  std::lock_guard guard(lock);
  ++operators_counted[name];
}

std::map<std::string, int64_t> counts() {
  std::lock_guard guard(lock);
  std::map<std::string, int64_t> named;
  for (size_t index = 0; index < counted.size(); ++index) named[kCountNames[index]] = counted[index];
  return named;
}

std::map<std::string, int64_t> operator_counts() {
  std::lock_guard guard(lock);
  return operators_counted;
}

std::vector<int64_t> operation_counts() {
  std::lock_guard guard(lock);
  std::vector<int64_t> numbers;
  for (int index = 0; index < devices_here; ++index) numbers.push_back(devices[index].operations);
  return numbers;
}

void reset_counts() {
  std::lock_guard guard(lock);
  counted.fill(0);
  operators_counted.clear();
  for (Device& device : devices) {
    device.armed_at -= device.operations;
    device.operations = 0;
  }
}

}  // namespace simulated
