internal import COpenSSL

/// Overwrites memory with zeros, with a call that the optimiser keeps; the C function is OPENSSL_cleanse.
package func wipe(_ memory: UnsafeMutableRawBufferPointer) { OPENSSL_cleanse(memory.baseAddress, memory.count) }
