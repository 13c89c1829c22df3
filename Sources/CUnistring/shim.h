// GNU libunistring: normalisation forms (uninorm.h).
#pragma once
#include <uninorm.h>
#include <unictype.h>
#include <unistr.h>
#include <uniwidth.h>
