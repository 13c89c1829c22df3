// libblkid: what is on a block device, by its signatures.
#pragma once
#include <blkid/blkid.h>
