// better-sqlite3 is written for Node-API 10, where a reference may point to any value. In Node-API 9 it may point to
// objects, functions and symbols only, so other values are put into a small object and taken out again.
#pragma once
#include <node_api.h>

static const char* const kNapi9Box = "__napi9_box";

static inline napi_status napi9_create_reference(napi_env env, napi_value value, uint32_t count, napi_ref* result) {
  napi_valuetype type;
  napi_status status = napi_typeof(env, value, &type);
  if (status != napi_ok) return status;
  if (type == napi_object || type == napi_function || type == napi_symbol) {
    return napi_create_reference(env, value, count, result);
  }
  napi_value box;
  status = napi_create_object(env, &box);
  if (status != napi_ok) return status;
  status = napi_set_named_property(env, box, kNapi9Box, value);
  if (status != napi_ok) return status;
  return napi_create_reference(env, box, count, result);
}

static inline napi_status napi9_get_reference_value(napi_env env, napi_ref reference, napi_value* result) {
  napi_status status = napi_get_reference_value(env, reference, result);
  if (status != napi_ok || *result == nullptr) return status;
  napi_valuetype type;
  if (napi_typeof(env, *result, &type) != napi_ok || type != napi_object) return status;
  bool boxed = false;
  if (napi_has_named_property(env, *result, kNapi9Box, &boxed) != napi_ok || !boxed) return status;
  return napi_get_named_property(env, *result, kNapi9Box, result);
}

#define napi_create_reference napi9_create_reference
#define napi_get_reference_value napi9_get_reference_value
