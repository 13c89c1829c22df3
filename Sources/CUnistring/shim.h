// GNU libunistring: normalisation forms (uninorm.h), case (unicase.h).
#pragma once
// Before libunistring renames int32_t by a macro: the compiler compares what each module sees of stdlib.h.
#include <stdlib.h>

#include <unicase.h>
#include <uninorm.h>
#include <unictype.h>
#include <unistr.h>
#include <uniwidth.h>

/// `UNINORM_NFC` is the address of a constant of incomplete type, which Swift does not import.
static inline uninorm_t fubako_nfc(void) { return UNINORM_NFC; }
/// The same of `UNINORM_NFKC`.
static inline uninorm_t fubako_nfkc(void) { return UNINORM_NFKC; }
