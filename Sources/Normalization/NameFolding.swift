internal import CUnistring
import Glibc

/// What remains of a name when full and half width, other forms of compatible characters, case and blanks are not told apart:
/// case folding and normalisation form KC (Unicode 3.13, D145 to D147), without white space. Names that people take for the
/// same have the same one; it is not for display, nor for secrets. The C function is u8_casefold.
package func foldedName(_ name: String) -> String {
    var text = name
    // Folding a compatible character can give one that folds again (U+1D2C); twice is what toNFKC_Casefold needs at most.
    for _ in 0..<2 { text = folded(text) }
    return String(String.UnicodeScalarView(text.unicodeScalars.filter { !$0.properties.isWhitespace }))
}

private func folded(_ text: String) -> String {
    let utf8 = Array(text.utf8)
    var count = 0
    // Without room of our own the library allocates it; nil only if memory is exhausted.
    guard let result = u8_casefold(utf8, utf8.count, nil, fubako_nfkc(), nil, &count) else { return text }
    defer { free(result) }
    return String(decoding: UnsafeBufferPointer(start: result, count: count), as: UTF8.self)
}
