// The least that verifying can be: threads that read a file in blocks of 1 MiB and hash each with SHA-256. No signature,
// no comparison, no answer. `make bench` compares `fubako verify` with it over the same file.
//
//   plain_verify FILE THREADS

#include <fcntl.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BLOCK = 1 << 20, ALIGNMENT = 4096, MOST_THREADS = 1024 };

static int file;
static off_t length;
static atomic_llong next_block;

static void require(int is_met, const char *what) {
    if (is_met) return;
    perror(what);
    exit(2);
}

static void *work(void *unused) {
    (void)unused;
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned char *block = aligned_alloc(ALIGNMENT, BLOCK);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    EVP_MD *sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    require(block && context && sha256, "plain_verify: preparing");
    for (;;) {
        off_t offset = (off_t)atomic_fetch_add(&next_block, 1) * BLOCK;
        if (offset >= length) break;
        ssize_t count = pread(file, block, BLOCK, offset);
        require(count > 0, "plain_verify: pread");
        require(EVP_DigestInit_ex(context, sha256, NULL) && EVP_DigestUpdate(context, block, (size_t)count)
                    && EVP_DigestFinal_ex(context, digest, NULL),
                "plain_verify: SHA-256");
    }
    EVP_MD_free(sha256);
    EVP_MD_CTX_free(context);
    free(block);
    return NULL;
}

int main(int count, char **arguments) {
    int threads = count == 3 ? atoi(arguments[2]) : 0;
    if (threads < 1 || threads > MOST_THREADS) {
        fputs("usage: plain_verify FILE THREADS\n", stderr);
        return 2;
    }
    struct stat found;
    file = open(arguments[1], O_RDONLY | O_CLOEXEC);
    require(file >= 0 && fstat(file, &found) == 0, arguments[1]);
    length = found.st_size;
    pthread_t started[MOST_THREADS];
    for (int i = 0; i < threads; i++) {
        require(pthread_create(&started[i], NULL, work, NULL) == 0, "plain_verify: thread");
    }
    for (int i = 0; i < threads; i++) pthread_join(started[i], NULL);
    return 0;
}
