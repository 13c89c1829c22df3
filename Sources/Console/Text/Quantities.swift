import Label

/// A size for people: "512 bytes", "1.5 GiB" (IEC 80000-13), rounded to one decimal.
package func sizeText(_ bytes: UInt64, _ language: Language) -> String {
    guard bytes >= 1_024 else { return Message.bytes.text(language, bytes) }
    // Powers of 1,024 from KiB to EiB; a size that would round to 1,024.0 goes to the next unit.
    var unit = 0
    var value = Double(bytes) / 1_024
    while value >= 1_023.95, unit < 5 {
        value /= 1_024
        unit += 1
    }
    let tenths = UInt64((value * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) \(["KiB", "MiB", "GiB", "TiB", "PiB", "EiB"][unit])"
}

/// A time for people: "0:09", "1:05:00". Parts of a second are cut off; more than 99 hours are shown as "99:59:59".
package func durationText(_ duration: Duration) -> String {
    let seconds = min(max(duration.components.seconds, 0), 99 * 3_600 + 3_599)
    let parts = [seconds / 3_600, seconds / 60 % 60, seconds % 60].drop { $0 == 0 }.suffix(3)
    let shown = Array(repeating: 0, count: max(0, 2 - parts.count)) + Array(parts)
    return shown.enumerated().map { index, part in index > 0 && part < 10 ? "0\(part)" : "\(part)" }
        .joined(separator: ":")
}
