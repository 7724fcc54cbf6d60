// What a simulated card keeps: memory, health, streams, counts. Operators are in operators.cpp.
#pragma once

#include <ATen/core/Generator.h>
#include <ATen/core/Tensor.h>

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace simulated {

constexpr int kMostDevices = 16;

struct Traits {
  int card = 0;  // its number on the machine; the process may see fewer devices than there are
  size_t total_bytes = 0;
  size_t others_bytes = 0;  // held by other programs
  bool has_bf16 = true;
  bool saturates = false;
};

struct MemoryCounts {
  size_t free_bytes, total_bytes;  // free: neither allocated nor cached by anyone
  size_t allocated_bytes, reserved_bytes, peak_bytes;
};

// The devices of this process. Whatever is allocated stays.
void configure(const std::vector<Traits>& devices);
int device_count();
const Traits& traits(int device);

// The current device is a matter of each thread; new threads start at 0.
int current_device();
void set_device(int device);            // raises 107001 for a device that is not there
void set_device_unchecked(int device);  // for guards

// Memory: as in torch_npu, what tensors give back stays reserved until the cache is emptied or
// something else needs it.
c10::Allocator* device_allocator();
void resize_storage(const c10::Storage& storage, size_t bytes);
MemoryCounts memory(int device);  // raises on a device that has failed
size_t allocated_bytes(int device);
size_t reserved_bytes(int device);
size_t peak_bytes(int device);
void reset_peak(int device);
void empty_cache();
// Where to write the reserved bytes of each card, for npu-smi: kMostDevices numbers.
void publish_reserved(int64_t* numbers);

c10::Allocator* pinned_allocator();
bool is_pinned(const void* data);

// Health. Every operator, copy and wait begins with `begin`, which may block (hang) or raise.
void begin(int device, const char* call);
void arm_fault(int device, int code, const std::string& call, int64_t after);
void hang(int device);
void release(int device);
void vanish(int device);
void heal_all();

// Streams. Operators run at once; a copy between the device and pinned memory that need not block
// waits in its stream's queue. Uploads are carried out before the next operator of that stream, or
// of one that waits for it; downloads reach the host when the host waits, never earlier.
int64_t current_stream(int device);
int64_t exchange_stream(int device, int64_t stream);
int64_t new_stream();
void queue_upload(int device, const at::Tensor& host_target, const at::Tensor& host_source,
                  const at::Tensor& device_target);
void queue_download(int device, const at::Tensor& host_target, const at::Tensor& snapshot);

struct Mark {  // a place in a stream's queue, as an event records it
  int device = 0;
  int64_t stream = 0;
  uint64_t number = 0;
  double recorded_ms = 0;
};
Mark mark(int device, int64_t stream);
bool is_reached(const Mark& mark);
void carry_out_uploads(const Mark& mark);
void carry_out(const Mark& mark);
void carry_out_all(int device);
void drop_queues();

// Random numbers: the CPU's generator, for the CPU draws.
const at::Generator& default_generator(int device);

// Counts.
enum class Count { kItem, kDataDependent, kDownload, kSynchronise, kUpload };
constexpr std::array<const char*, 5> kCountNames{
    "item", "data_dependent", "blocking_download", "synchronise", "upload"};
void count(Count what);
void count_operator(const std::string& name);
std::map<std::string, int64_t> counts();
std::map<std::string, int64_t> operator_counts();
std::vector<int64_t> operation_counts();  // of each device, since the last reset
void reset_counts();

}  // namespace simulated
