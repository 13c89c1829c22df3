import Testing

@testable import PackageFormat

/// The error that `body` throws; nil, and an issue, if it throws none or another kind.
func refusal(_ comment: Comment? = nil, _ body: () throws -> Void) -> PackageFormatError? {
    do {
        try body()
        Issue.record("nothing was refused \(comment?.rawValue ?? "")")
    } catch let error as PackageFormatError {
        return error
    } catch {
        Issue.record("another error: \(error)")
    }
    return nil
}

/// An expected error: code, place and path are what counts in a comparison.
func fault(
    _ code: PackageFormatError.Code, _ region: Place.Region? = nil, offset: UInt64? = nil, path: String? = nil
) -> PackageFormatError {
    PackageFormatError(
        code, "expected", place: region.map { Place($0, offset: offset) }, path: path.map { Array($0.utf8) })
}
