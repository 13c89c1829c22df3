import Console
import Label
import Ledger

/// The words of the table for kinds and fields of entries, by their names in the entry.
enum EntryWords {
    static let kinds: [EntryKind: Message] = [
        .ledger: .kindLedger, .sealIntent: .kindSealIntent, .seal: .kindSeal, .open: .kindOpen, .verify: .kindVerify,
        .reseal: .kindReseal, .label: .kindLabel, .key: .kindKey, .policy: .kindPolicy, .notice: .kindNotice,
        .forget: .kindForget, .witness: .kindWitness, .cosigned: .kindCosigned,
        .transfer: .kindTransfer, .delivery: .kindDelivery, .handover: .kindHandover, .arrival: .kindArrival,
        .receipt: .kindReceipt,
    ]

    static let fields: [String: Message] = [
        "at": .fieldAt, "actor": .fieldActor, "host": .fieldHost, "by": .fieldBy, "spooled": .fieldSpooled,
        "package": .fieldPackage, "header": .fieldHeader, "purpose": .fieldPurpose, "grade": .fieldGrade,
        "restrictions": .fieldRestrictions, "retention": .fieldRetention, "recipients": .fieldRecipients,
        "passphrase": .fieldPassphrase, "algorithms": .fieldAlgorithms, "names": .fieldNames,
        "manifest": .fieldManifest, "bytes": .fieldBytes, "entries": .fieldEntries, "result": .fieldResult,
        "cause": .fieldCause, "signer": .fieldSigner, "resealed-from": .fieldResealedFrom, "verdict": .fieldVerdict,
        "from": .fieldFrom, "to": .fieldTo, "from-manifest": .fieldFromManifest, "affected-by": .fieldAffectedBy,
        "decider": .fieldDecider, "reason": .fieldReason, "event": .fieldEvent, "fingerprint": .fieldFingerprint,
        "algorithm": .fieldAlgorithm, "value": .fieldValue, "version": .fieldVersion, "shown": .fieldShown,
        "confirmed": .fieldConfirmed, "origin": .fieldOrigin, "key": .fieldKey, "fields": .fieldFields,
        "size": .fieldSize, "root": .fieldRoot, "witness": .fieldWitness, "organisation": .fieldOrganisation,
        "output": .fieldOutput, "input": .fieldInput,
        "values": .fieldValues, "of-kind": .fieldOfKind, "before": .fieldBefore,
        "completed": .fieldCompleted, "k": .fieldThreshold, "n": .fieldPieceCount, "mode": .fieldMode,
        "fewest-routes": .fieldFewestRoutes, "deadline": .fieldDeadline, "routes": .fieldRoutes,
        "identities": .fieldRouteIdentities, "stated-by": .fieldStatedBy, "passphrase-by": .fieldPassphraseBy,
        "piece": .fieldPiece, "route": .fieldRoute, "route-kind": .fieldRouteKind, "resumed-at": .fieldResumedAt,
        "verification": .fieldVerification, "again": .fieldAgain, "place": .fieldPlace, "medium": .fieldMedium,
        "when": .fieldWhen, "carrier": .fieldCarrier, "container": .fieldContainer, "seal": .fieldSealNumber,
        "direction": .fieldDirection, "good": .fieldGood, "damaged": .fieldDamaged, "state": .fieldState,
        "closes": .fieldCloses,
    ]

    /// What a kind is called; one without a word keeps its name.
    static func kind(_ kind: EntryKind, _ language: Language) -> String {
        kinds[kind]?.text(language) ?? escaped(kind.rawValue)
    }

    /// What a field is called; one without a word keeps its name.
    static func field(_ name: String, _ language: Language) -> String {
        fields[name]?.text(language) ?? escaped(name)
    }
}
