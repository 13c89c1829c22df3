import Cryptography
import DER
import Normalization

extension NewIdentity {
    /// An identity that is valid from `now` for some years: until the second before the same time of the same day.
    /// - Parameters:
    ///   - unit: the organisational unit; it is brought into normalisation form C.
    ///   - mail: the mail address, printable ASCII.
    /// - Throws: ``KeyringError/Code/cryptography`` for a text that cannot stand in a certificate, or an end that cannot.
    package init(
        name: IdentityName, type: KeyType, unit: String?, mail: String?, years: Int, now: DERTime
    ) throws(KeyringError) {
        let subject: Subject
        do throws(CryptographyError) {
            subject = try Subject(commonName: name.text, organizationalUnit: unit.map { nfc($0) }, mail: mail)
        } catch {
            throw KeyringError(.cryptography, error).named(name)
        }
        let end = Self.end(now, years: years)
        guard end > now.seconds else {
            let error = CryptographyError(.outOfRange, operation: "naming a subject", reason: "\(years) years")
            throw KeyringError(.cryptography, error).named(name)
        }
        self.init(name: name, type: type, subject: subject, validity: now.seconds..<end)
    }

    /// The second after the last one of validity. What began on 29 February ends with that month.
    private static func end(_ now: DERTime, years: Int) -> Int64 {
        let today = now.day
        let year = today.year + years
        let day =
            CalendarDay(year: year, month: today.month, day: today.day) ?? CalendarDay(year: year, month: 3, day: 1)
        return day.map { Int64($0.daysSince1970) * 86_400 + now.seconds % 86_400 } ?? 0
    }
}
