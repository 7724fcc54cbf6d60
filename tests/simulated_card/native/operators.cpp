// Operators: made, copied and viewed here; computed by the CPU, on the same memory.
#include "device.h"

#include <ATen/EmptyTensor.h>
#include <ATen/core/LegacyTypeDispatch.h>
#include <ATen/native/CPUFallback.h>
#include <ATen/ops/_reshape_alias_native.h>
#include <ATen/ops/as_strided_native.h>
#include <ATen/ops/convolution.h>
#include <ATen/ops/nan_to_num.h>
#include <ATen/ops/unfold_native.h>
#include <ATen/ops/view_native.h>
#include <c10/core/CPUAllocator.h>
#include <c10/core/DeviceGuard.h>
#include <torch/library.h>

#include <unordered_set>

namespace simulated {
namespace {

using at::Tensor;
using std::optional;

// Copies between an operator's tensors and their host aliases are no transfers of the card's.
thread_local bool inside_operator = false;
struct InsideOperator {
  bool before = std::exchange(inside_operator, true);
  ~InsideOperator() { inside_operator = before; }
};

bool on_card(const Tensor& tensor) {
  return tensor.defined() && tensor.device().is_privateuseone();
}

// The same memory as a CPU tensor; an operator may resize it, and then it has memory of its own.
Tensor host_alias(const Tensor& tensor) {
  if (!on_card(tensor)) return tensor;
  c10::Storage memory(c10::Storage::use_byte_size_t(), tensor.storage().nbytes(),
                      c10::DataPtr(tensor.storage().mutable_data(), c10::Device(c10::kCPU)),
                      c10::GetCPUAllocator(), /*resizable=*/true);
  Tensor alias = at::detail::make_tensor<c10::TensorImpl>(
      std::move(memory), c10::DispatchKeySet(c10::DispatchKey::CPU), tensor.dtype());
  alias.unsafeGetTensorImpl()->set_sizes_and_strides(tensor.sizes(), tensor.strides(),
                                                     tensor.storage_offset());
  return alias;
}

void copy_memory(const Tensor& target, const Tensor& source) {
  at::AutoDispatchBelowADInplaceOrView any_mode;
  host_alias(target).copy_(host_alias(source));
}

// ---- What a real card refuses ----------------------------------------------------------------

// They move or make numbers without computing with them: a real card holds float64 tensors too.
const std::unordered_set<std::string> kMoving{
    "aten::fill_",     "aten::zero_",    "aten::cat",         "aten::index_select",
    "aten::index",     "aten::gather",   "aten::_index_put_impl_", "aten::arange",
    "aten::normal_",   "aten::uniform_", "aten::random_",     "aten::masked_fill_",
    "aten::scatter_",  "aten::flip",     "aten::roll",        "aten::repeat_interleave",
};

// Printing a tensor takes these in float64, and a real card prints: its AI CPU computes them.
const std::unordered_set<std::string> kPrinting{
    "aten::abs", "aten::ne", "aten::eq", "aten::mul",  "aten::masked_select", "aten::min",
    "aten::max", "aten::gt", "aten::lt", "aten::div",  "aten::ceil",
};

// Their results' shapes or values are needed by the host: it waits for the card.
const std::unordered_set<std::string> kDataDependent{
    "aten::nonzero", "aten::masked_select", "aten::_unique2", "aten::unique_dim",
    "aten::unique_consecutive", "aten::equal", "aten::bincount", "aten::repeat_interleave",
};

[[noreturn]] void refuse(const std::string& name, const std::string& why) {
  TORCH_CHECK(false, "call aclnn of ", name, " failed, detail:EZ1001: ", why,
              "\n[ERROR] ERR01005 OPS internal error");
}

void refuse_type(const std::string& name, const char* type, bool has_bf16) {
  refuse(name, std::string("Tensor self not implemented for ") + type +
                   ", should be in dtype support list [DT_FLOAT,DT_FLOAT16" +
                   (has_bf16 ? ",DT_BFLOAT16" : "") + ",].");
}

void check_supported(const std::string& name, const Tensor& tensor) {
  if (tensor.dim() > 8) {
    refuse(name, "the dimensions of tensor self should be no more than 8, but they are " +
                     std::to_string(tensor.dim()) + ".");
  }
  if (kMoving.count(name)) return;
  bool has_bf16 = traits(tensor.device().index()).has_bf16;
  if (tensor.scalar_type() == at::kDouble && !kPrinting.count(name)) {
    refuse_type(name, "DT_DOUBLE", has_bf16);
  }
  if (tensor.scalar_type() == at::kBFloat16 && !has_bf16) refuse_type(name, "DT_BFLOAT16", false);
}

// ---- Beginning and ending an operator ---------------------------------------------------------

// The stream of the device that an operator works on has done what was asked of it before.
void arrive(int device, const char* call) {
  begin(device, call);
  carry_out_uploads(mark(device, current_stream(device)));
}

void saturate(const Tensor& result) {
  if (!on_card(result) || !result.is_floating_point()) return;
  if (!traits(result.device().index()).saturates) return;
  Tensor numbers = host_alias(result);
  numbers.copy_(at::nan_to_num(numbers));
}

template <class Visit>
void for_each_tensor(const c10::IValue& value, Visit visit) {
  if (value.isTensor()) {
    visit(value.toTensor());
  } else if (value.isList()) {
    for (const c10::IValue& item : value.toListRef()) {
      if (item.isTensor()) visit(item.toTensor());
    }
  }
}

bool picks_by_mask(const std::string& name, const Tensor& tensor) {
  bool picks = name == "aten::index" || name == "aten::_index_put_impl_";
  return picks && (tensor.scalar_type() == at::kBool || tensor.scalar_type() == at::kByte);
}

// An operator by the CPU. Devices answer at once: only copies wait in streams.
void by_the_cpu(const c10::OperatorHandle& op, torch::jit::Stack* stack) {
  const std::string& name = op.schema().operator_name().name;
  const auto& schema = op.schema().arguments();
  auto arguments = torch::jit::last(*stack, schema.size());
  int device = current_device();
  bool waits = kDataDependent.count(name) > 0;
  for (const c10::IValue& argument : arguments) {
    for_each_tensor(argument, [&](const Tensor& tensor) {
      if (!on_card(tensor)) return;
      device = tensor.device().index();
      check_supported(name, tensor);
      waits = waits || (&argument != &arguments[0] && picks_by_mask(name, tensor));
    });
  }
  size_t first = stack->size() - schema.size();
  for (size_t index = 0; index < schema.size(); ++index) {
    c10::IValue& argument = (*stack)[first + index];
    if (argument.isNone() && schema[index].name() == "generator") {
      argument = default_generator(device);
    }
  }
  count_operator(name);
  if (waits) count(Count::kDataDependent);
  arrive(device, "aclrtLaunchKernel");
  InsideOperator scope;
  at::native::cpu_fallback(op, stack);
  if (!traits(device).saturates || kMoving.count(name)) return;
  for (const c10::IValue& result : torch::jit::last(*stack, op.schema().returns().size())) {
    for_each_tensor(result, saturate);
  }
}

// The fallback's way to the host; the way back copies what is not the same memory.
std::vector<Tensor> to_host(at::TensorList tensors) {
  std::vector<Tensor> aliases;
  for (const Tensor& tensor : tensors) aliases.push_back(host_alias(tensor));
  return aliases;
}

Tensor convolution(const Tensor& input, const Tensor& weight, const optional<Tensor>& bias,
                   at::IntArrayRef stride, at::IntArrayRef padding, at::IntArrayRef dilation,
                   bool transposed, at::IntArrayRef output_padding, int64_t groups) {
  const std::string name = "aten::convolution_overrideable";
  check_supported(name, input);
  count_operator(name);
  arrive(input.device().index(), "aclrtLaunchKernel");
  InsideOperator scope;
  optional<Tensor> host_bias;
  if (bias && bias->defined()) host_bias = host_alias(*bias);
  Tensor result = at::convolution(host_alias(input), host_alias(weight), host_bias, stride, padding,
                                  dilation, transposed, output_padding, groups)
                      .to(input.device());
  saturate(result);
  return result;
}

// ---- Copies ------------------------------------------------------------------------------------

void upload(const Tensor& source, const Tensor& target, bool may_wait) {
  int device = target.device().index();
  count(Count::kUpload);
  if (may_wait && is_pinned(source.storage().data())) {
    begin(device, "aclrtMemcpyAsync");
    queue_upload(device, host_alias(target), source, target);
    return;
  }
  arrive(device, "aclrtSynchronizeStreamWithTimeout");
  copy_memory(target, source);
  carry_out(mark(device, current_stream(device)));
}

void download(const Tensor& source, const Tensor& target, bool may_wait) {
  int device = source.device().index();
  if (may_wait && is_pinned(target.storage().data())) {
    arrive(device, "aclrtMemcpyAsync");
    // What later operators of the stream write comes after this copy.
    queue_download(device, target, host_alias(source).clone());
    return;
  }
  count(Count::kDownload);
  arrive(device, "aclrtSynchronizeStreamWithTimeout");
  carry_out(mark(device, current_stream(device)));
  copy_memory(target, source);
}

void copy_on_cards(const Tensor& source, const Tensor& target) {
  if (source.scalar_type() != target.scalar_type()) {
    for (const Tensor& tensor : {source, target}) {
      if (tensor.scalar_type() == at::kDouble) continue;  // a cast only moves
      check_supported("aten::copy_", tensor);
    }
  }
  arrive(source.device().index(), "aclrtMemcpyAsync");
  if (target.device() != source.device()) arrive(target.device().index(), "aclrtMemcpyAsync");
  copy_memory(target, source);
  if (source.scalar_type() != target.scalar_type()) saturate(target);
}

Tensor copy_from(const Tensor& source, const Tensor& target, bool may_wait) {
  if (inside_operator) {
    copy_memory(target, source);
  } else if (!on_card(source)) {
    upload(source, target, may_wait);
  } else if (!on_card(target)) {
    download(source, target, may_wait);
  } else {
    copy_on_cards(source, target);
  }
  return target;
}

Tensor copy_from_and_resize(const Tensor& source, const Tensor& target) {
  if (source.storage().data() == target.storage().data()) return target;
  if (source.sizes() != target.sizes()) target.resize_(source.sizes());
  return copy_from(source, target, false);
}

at::Scalar item(const Tensor& tensor) {
  int device = tensor.device().index();
  count(Count::kItem);
  arrive(device, "aclrtSynchronizeStreamWithTimeout");
  carry_out(mark(device, current_stream(device)));
  return host_alias(tensor).item();
}

// ---- Memory and views ---------------------------------------------------------------------------

c10::Device chosen(optional<c10::Device> device) {
  int index = device && device->has_index() ? device->index() : current_device();
  TORCH_CHECK(index < device_count(), "Invalid device ID: npu:", index, ", there are ",
              device_count());
  return {c10::DeviceType::PrivateUse1, static_cast<c10::DeviceIndex>(index)};
}

constexpr c10::DispatchKeySet kKeys{c10::DispatchKey::PrivateUse1};

Tensor empty(c10::SymIntArrayRef sizes, optional<at::ScalarType> type, optional<at::Layout>,
             optional<c10::Device> device, optional<bool>, optional<at::MemoryFormat> format) {
  c10::DeviceGuard guard(chosen(device));
  return at::detail::empty_generic(C10_AS_INTARRAYREF_SLOW(sizes), device_allocator(), kKeys,
                                   at::dtype_or_default(type), format);
}

Tensor empty_strided(c10::SymIntArrayRef sizes, c10::SymIntArrayRef strides,
                     optional<at::ScalarType> type, optional<at::Layout>,
                     optional<c10::Device> device, optional<bool>) {
  c10::DeviceGuard guard(chosen(device));
  return at::detail::empty_strided_generic(C10_AS_INTARRAYREF_SLOW(sizes),
                                           C10_AS_INTARRAYREF_SLOW(strides), device_allocator(),
                                           kKeys, at::dtype_or_default(type));
}

const Tensor& resize(const Tensor& tensor, c10::SymIntArrayRef symbolic,
                     optional<at::MemoryFormat>) {
  auto sizes = C10_AS_INTARRAYREF_SLOW(symbolic);
  size_t bytes =
      (c10::multiply_integers(sizes) + tensor.storage_offset()) * tensor.itemsize();
  if (tensor.storage().nbytes() < bytes) resize_storage(tensor.storage(), bytes);
  tensor.unsafeGetTensorImpl()->set_sizes_contiguous(sizes);
  return tensor;
}

Tensor& set_storage_at(Tensor& tensor, at::Storage storage, int64_t offset, at::IntArrayRef sizes,
                       at::IntArrayRef strides) {
  c10::TensorImpl* impl = tensor.unsafeGetTensorImpl();
  impl->set_storage_keep_dtype(std::move(storage));
  if (strides.size() == sizes.size() && !sizes.empty()) {
    impl->set_sizes_and_strides(sizes, strides, offset);
  } else {
    impl->set_storage_offset(offset);
    impl->set_sizes_contiguous(sizes);
  }
  return tensor;
}

Tensor& set_storage(Tensor& tensor, at::Storage storage) {
  int64_t numbers = static_cast<int64_t>(storage.nbytes() / tensor.itemsize());
  return set_storage_at(tensor, std::move(storage), 0, {numbers}, {});
}

Tensor as_strided(const Tensor& tensor, at::IntArrayRef sizes, at::IntArrayRef strides,
                  optional<int64_t> offset) {
  return at::native::as_strided_tensorimpl(tensor, sizes, strides, offset);
}

bool may_share_shell(const Tensor& one, const Tensor& other) {
  auto fits = [](const Tensor& tensor) {
    return tensor.layout() == c10::kStrided && (tensor.is_cpu() || on_card(tensor));
  };
  return fits(one) && fits(other);
}

TORCH_LIBRARY_IMPL(aten, PrivateUse1, library) {
  library.impl("empty.memory_format", empty);
  library.impl("empty_strided", empty_strided);
  library.impl("resize_", resize);
  library.impl("set_.source_Storage", set_storage);
  library.impl("set_.source_Storage_storage_offset", set_storage_at);
  library.impl("as_strided", as_strided);
  library.impl("view", [](const Tensor& tensor, at::IntArrayRef sizes) {
    return at::native::view(tensor, sizes);
  });
  library.impl("_reshape_alias", at::native::_reshape_alias);
  library.impl("unfold", at::native::unfold);
  library.impl("_has_compatible_shallow_copy_type", may_share_shell);
  library.impl("record_stream", [](Tensor&, c10::Stream) {});
  library.impl("_copy_from", copy_from);
  library.impl("_copy_from_and_resize", copy_from_and_resize);
  library.impl("_local_scalar_dense", item);
  library.impl("_to_cpu", to_host);
  library.impl("convolution_overrideable", convolution);
}

TORCH_LIBRARY_IMPL(_, PrivateUse1, library) {
  library.fallback(torch::CppFunction::makeFromBoxedFunction<&by_the_cpu>());
}
TORCH_LIBRARY_IMPL(_, AutogradPrivateUse1, library) {
  library.fallback(torch::CppFunction::makeFallthrough());
}
TORCH_LIBRARY_IMPL(_, AutocastPrivateUse1, library) {
  library.fallback(torch::CppFunction::makeFallthrough());
}

}  // namespace
}  // namespace simulated
