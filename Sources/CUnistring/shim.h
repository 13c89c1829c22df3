// GNU libunistring: normalisation forms (uninorm.h).
#pragma once
#include <uninorm.h>
#include <unictype.h>
#include <unistr.h>
#include <uniwidth.h>

/// `UNINORM_NFC` is the address of a constant of incomplete type, which Swift does not import.
static inline uninorm_t fubako_nfc(void) { return UNINORM_NFC; }
