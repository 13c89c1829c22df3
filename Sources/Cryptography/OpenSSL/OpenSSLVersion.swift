internal import COpenSSL

/// The version of the library that is loaded, such as "3.0.17"; see OpenSSL_version(3).
package var opensslVersion: String { OpenSSL_version(OPENSSL_VERSION_STRING).map { String(cString: $0) } ?? "" }
