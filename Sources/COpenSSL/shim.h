// OpenSSL's libcrypto for Swift. Function-like macros are not imported into Swift; only those get a `static inline` here.
#pragma once
#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// Locking pages and page size. They come through here because this module and Swift's Glibc each carry stdlib.h, and the
// compiler refuses to see both copies in one module.
#include <sys/mman.h>
#include <unistd.h>

/// `OPENSSL_free` is a macro that records file and line.
static inline void fubako_openssl_free(void *pointer) { OPENSSL_free(pointer); }

/// `BIO_get_mem_data` is a macro over BIO_ctrl.
static inline long fubako_bio_mem_data(BIO *bio, char **data) { return BIO_get_mem_data(bio, data); }
