import Label

/// Everything that the programs say to people, by name. The words stand in ``Message/wordings``, in both languages.
package enum Message: String, Hashable, Sendable, CaseIterable {
    // Quantities and progress
    case bytes, progressLeft, progressRate, progressEntries, progressEntryRate

    // Questions
    case askPassphrase, askNewPassphrase, askAgain, askYesOrNo, answerYesOrNo

    // What was being done, or with what
    case whatLabel, whatData, whatPassphrase, whatInternal, whereOffset

    // Labels
    case labelEmpty, labelTooLong, labelNotNormalized, labelControlCharacter, labelUnknownWord, labelBadValue
    case labelDuplicate, labelMissing, labelContradiction, labelNotCanonical
    case hintGrade, hintPurpose, hintRestriction, hintRecord

    // Data
    case dataTruncated, dataUnexpectedTag, dataBadLength, dataBadValue, dataTrailingBytes, hintDamaged

    // The operating system
    case systemFailed, systemInterrupted, systemExists, systemNotFound, systemPermissionDenied, systemNoSpace
    case systemOtherKind, hintOtherName, systemBrokenPipe, systemUnsafeName, systemNotFolder, systemIsFolder,
        systemNotRegularFile
    case systemChangedWhileRead, systemShortFile, systemInputIsOutput, systemOutputInsideInput, systemDuplicateName
    case systemUnsafePermissions, systemBadRecord, systemTooLarge, systemFolderCycle
    case doingAccess, doingReading, doingWriting, doingCreating, doingRenaming, doingRemoving, doingAttributes
    case doingSystem
    case hintExists, hintNotFound, hintNoSpace, hintSpecial, hintChanged, hintOtherOutput, hintPermissions

    // Cryptography
    case cryptographyFailed, cryptographyAuthentication, cryptographyWrongPassphrase, cryptographyInvalidKey
    case cryptographyMalformed, cryptographyUnsupported, cryptographyNotListed, cryptographySignature
    case cryptographyOutOfRange, cryptographyCertificate, cryptographyInvalidText, cryptographySelfTest
    case whatCryptography, hintPassphrase, hintSelfTest, hintNewerVersion, hintSignature

    // Passphrases
    case passphraseNoTerminal, passphraseMissing, passphraseEmpty, passphraseTooLong, passphraseMismatch
    case passphraseFileReadable, passphraseNotOpen, passphraseShort, hintNoTerminal

    // The configuration
    case whatConfiguration, configurationForm, configurationUnknownKey, configurationDuplicateKey
    case configurationValue, hintConfiguration

    // Anything else
    case internalError, hintInternal

    // Packages
    case whatPackage, placeUnit, placePiece, regionMagic, regionHeader, regionUnit
    case regionHeaderCopy, regionHashSection, regionTrailer, regionManifest, regionSignature, regionTail
    case whatAlgorithm, whatReason
    case operationAlgorithmWithdrawn, hintPolicyShow, operationUnknownAlgorithm, operationNotWithdrawn
    case operationBadReason, operationRecipientUnknown, hintRecipientUnknown, operationPassphraseNeeded
    case resealed, resealNone, resealNotRead, resealFolderNeeded, resealMissing, resealMissingNowhere, openWithdrawn
    case policyForgeable, policyWithdrawn, policyRestored, policyNone, policyKey, policyPackages
    case policyShowForgeable, policyShowWithdrawn, policyPackage, policyPackageNowhere, policyDue, policyDueNow
    case policyNotListed, policyDiffers, policyNotCompared, policySaysNothing, policySaysWithdrawn
    case policySaysForgeable, policySaysRestored
    case formerValid, formerUnsigned, formerForgeable, openStreamedFormer
    case regionPriorRecord, packageBadPrior, hintPrior
    case regionInside, regionIndex, regionFile, packageNotPackage, packageUnsupported, packageWrongLength
    case packageTooLarge, packageMalformed, packageDamaged, packageBadSignature, packageForeignStanza
    case packageWrongKey, packageWrongPassphrase, packageInconsistentKey, packageBadIndex, packageNoSuchPath
    case packageSeveralFiles, packageNotFile, hintNotFile
    case packageInvalidRequest, packageRefused, packageBadEntry, hintWrongKey, hintNoSuchPath, dispersalThreshold,
        dispersalShares
    case dispersalRandomness

    // Routes
    case whatRoute, whatRouteBook, routeSaid, routeFits, routeDown, routeConnectionLost, routeTimedOut, routeRefused,
        routeReadOnly
    case routeHostKeyChanged, routeHostKeyUnknown, routeWrongRemote, routeFull, routeTooLarge, routeInterrupted
    case routeExists, routeNotFound, routeMismatch, routeMalformed, routeTooMuch, routeBadName, routeNoProgram
    case routeProgramFailed, routeUnsupported, routeUnknownKey, routeDuplicate, routeMissingKey, routeBadValue
    case routeSystem, routeCryptography, hintRouteLater, hintRouteResume, hintRouteRefused, hintRouteOther
    case hintHostKeyChanged, hintHostKeyUnknown, hintRouteTest, hintRouteFull, hintRouteTooLarge, hintRouteExists
    case hintRouteList, hintRouteName, hintRouteProgram, hintRouteBook
    case routesNowhere, hintRoutesNowhere, routeIsSame, routeUnresolved, routeKindMissing, routeOptionOfOther,
        routePathText
    case routeMediumMissing, routeProgramMissing, routeQuote, routeOwn, routeProvider, routeStated, routeNotStated
    case titleRouteKind, titleDestination, titleDeviceSerial, titleFilesystemUUID, titleCustodian, titleKeepingPlace
    case titleErased, titleProvider, titleDomain, titleStatement, titleIdentity, titleSameRoutes, titleFits
    case trialDelivered, trialListed, trialReadBack, trialRemoved, trialImpossible, trialMedium, trialStays
    case trialIdentity, trialStepDeliver, trialStepList, trialStepCollect, trialStepRemove

    // The keyring
    case whatKeyring, placeLine, keyringInvalidName, keyringNotFound, keyringExists, keyringUnknownMember
    case keyringUnsafePermissions, keyringMalformed, keyringTooLarge, keyringNotPair, keyringNotLinked
    case keyringWrongKeyUsage, keyringSameKey, keyringWeakKey, keyringNotListed, keyringExpired
    case keyringNotYetValid, keyringNotTrusted, keyringTrustMismatch, keyringFingerprintMismatch
    case keyringNotOwn, keyringIsOwn, keyringInvalidPassphrase, keyringKeyMismatch, hintKeyList, hintRenewKey
    case hintTrust, hintFingerprint

    // Workflows
    case operationNoSender, operationAmbiguousSender, operationNoRecipient, operationSpecialFiles
    case operationAlgorithmRefused, operationLabelLowered, operationBadPattern, operationUnsigned
    case operationSignerUnknown, operationOtherSigner, operationSignerNotValid, operationNotARecipient
    case hintKeyNew, hintFrom, hintRecipient, hintLowered, hintUnsigned, hintSignerUnknown
    case packageUnsealableName, hintUnsealableName

    // The start of every sub-command
    case whatUsage, clockWrong, keyringNowhere, keyringAbsent, hintKeyringOption, leftNotLooked, leftRemoved, leftPlaced
    case leftPlacedExcept, leftRefused, leftFailed, versionFormat, versionLibrary, versionList, versionSelfTest

    // Identities
    case titleName, titleFingerprint, titleTrust, titleSubject, titleUnit, titleMail, titleSigningKey
    case titleEncryptionKey, trustOwn, trustSince, trustNone, trustMismatched, keyPeriod, periodExpired
    case periodNotBegun, askFingerprint, fingerprintNotConfirmed, fingerprintNoTerminal, fingerprintForm
    case hintFingerprintOption, importNoName, hintImportName, importExpired, doneExported, doneTrusted
    case doneUntrusted, doneRemoved, donePassphrase

    // Labels on display
    case titlePurpose, titleGrade, titleSiteGrade, titleImportantDesign, titleRestrictions, titleDecider
    case titleDecidedOn, titleGradedC3Until, titleRetentionEnd, titleSerial, titlePersonalInformation
    case formPaper, labelYes, personalOrdinary, personalSensitive, personalCounted

    // Sealing, inspecting, verifying and opening
    case sealLabelDropped, sealed, sealedPieces, sealedTo, sealedPassphrase, sealedSigned, sealedUnsigned,
        sealSkippedSpecial,
        sealHardLinks
    case sealModeBits, sealAlgorithmUntil, sealAlgorithmOld, sealIterationsLow, generatedPassphrase
    case packagePassphraseSubject, gradeNeedsPaper, gradeNotPaper, hintPaper, usageIterations, usageStandardInputAlone
    case usageOnePackage, packageTooFewPieces, hintPieces, operationSeveralPackages, operationForeignPiece,
        operationNoSuchPackage,
        hintManifest
    case usageExclusive, usageOutputTerminal, hintOutputTerminal, usageJSONAndData, usageUnsignedSigner, titleSender
    case titleRecipient, titleSealed, titlePackageID, titleSize, titleContent, claimsOneFile, titleAlgorithm,
        titleLabel, titleDamage
    case titleChecked, titleNotChecked, labelNotShown, sealedAsClaimed, sizeAndUnits, senderUntrusted
    case senderUnknown, senderNobody, senderNotValid, recipientUnknown, recipientHidden, recipientPassphrase
    case useContent, useRecipient, usePassphrase, useSignature, useHash, algorithmListed, algorithmUntil
    case algorithmNotListed, statusRecommended, statusPostQuantum, statusMonitored, checkedStructure
    case checkedStructureUnsigned, notCheckedUnits, verdictIntact, verdictOriginUnknown, verdictSignerUnknown
    case verdictSignerNotValid, verdictDamaged, verdictMore, standardInput, standardOutput
    case progressSealing, progressVerifying, progressOpening, progressFormer, opened, openedFrom, openUnsigned,
        openUnknownSigner
    case mapTitle, mapIntact, mapDamaged, mapMissing, mapScale
    case repairFound, repairedMissing, repairedDamaged, repairNothing, progressRepairing, operationNoSuchPiece
    case operationNoPieceNames, hintPieceNames, packageNotRebuildable, hintNotRebuildable, verdictOpens, verdictOpensNot
    case openDamage, openMoreDamage, openStranger, titlePieces, piecesPresent, piecesMissing, openSeveralPaths,
        openPathsSeveralPackages, hintPackagePassphrase
    case operationClaimsUnsigned, operationClaimsUnknownSigner, operationClaimsOtherSigner, hintClaimsUnsigned
    case hintClaimsUnknownSigner, hintClaimsOtherSigner, openStreamedInterrupted
    case openStreamed, openStreamedDiscard, openStreamOutput, packageNotOneFile, hintNotOneFile

    // The ledger
    case whatLedger, placeEntry, ledgerNowhere, ledgerOff, ledgerEntryMalformed, ledgerEntryTooLarge, ledgerUnknownKind
    case ledgerBadValue, ledgerNotFound, ledgerExists, ledgerDamaged, ledgerInconsistent, ledgerRolledBack
    case ledgerOtherHistory, ledgerNoSpace, ledgerReadOnly, ledgerLogPending, ledgerBusy, ledgerDatabase
    case ledgerProof, ledgerSpooled
    case transparencyLineEnds, hintLineEnds, hintTextAgain, checkpointOrder, checkpointNumber, checkpointSince
    case ledgerNone, ledgerLost, ledgerOtherLedger, hintLedgerLost
    case noticeTrails, noticeConfirm
    case titleIntent, intentBad, intentAnnounced, ledgerUntrusted, ledgerNotKnown, ledgerFirstSeen, ledgerConsistent
    case ledgerNotChecked, ledgerFork, ledgerNotRecorded, openLedger, verdictBadIntent, verdictForked,
        operationBadIntent
    case hintLedgerOption, hintLedgerVerify, hintLedgerBackup, hintLedgerUnavailable, hintLedgerLog

    // What guards the ledger
    case ledgerForeignSchema, ledgerErasurePending, ledgerAnchorDamaged, hintLedgerAnchor, hintErasurePending
    case findingSchemaChanged, findingPersonalMissing, findingErasureIncomplete, findingErasurePending
    case findingPersonalUncovered
    case findingWitnessChanged, findingCosignatureMissing, findingWitnessedChanged, findingPinMissing
    case findingSpoolRefused, titleWaiting, outcomesForeign, outcomeUnknown, titleUnknownOutcomes
    case valueMissing, forgetNamesPerson, partlyForgotten, titleUnfinished
    case witnessOwnKey, organisationForm, fieldValues, fieldOfKind, fieldBefore, fieldCompleted

    // Sending and following
    case transferLeftover
    case reportByRoute, reportRouteDelivered, reportRouteAgain, reportRouteFailed, reportRouteArrived,
        reportRouteRefused
    case listedPieces, hintPassphraseRoute, hintTooFewRoutes, hintSplit, hintTransferStatus
    case hintTransferIdentifier, hintPassphraseWay, hintSendAnew, operationPassphraseWayMissing
    case operationPassphraseWayNeedless, operationReplacementDiffers, operationNothingToRebuildFrom, transferHead
    case transferCreated, transferNoDeadline, transferFewest, transferFewestBound, transferState
    case transferDelivered, transferOverdueMark, receiptGood, receiptDamaged, transferFailed, transferMedium
    case transferGiven, transferReceived, standingOpen, standingOpenable, standingComplete, standingClosed
    case standingCancelled, piecePending, pieceFailed, pieceDelivered, pieceHandedOver, pieceReceived
    case pieceDamaged, verificationNone, verificationTold, verificationReadBack, adviceResume, adviceResend
    case adviceReplace, adviceHandover, adviceClose, progressSending, sentMayBeTwice, sentFailed, sentDelivered
    case sentAgain, sentPresent, sentResumed, sentMedium, sentStillMounted, sentShared, sentSharedBound
    case passphraseByWords, passphraseByRoute
    case sentPlanned, sentAll, sentSome, sentPaused, sentNothing, transferRebuilt, transferWhole
    case transferHandoverKept, transferClosed, transferCancelled, transferUnreadable, transferNone
    case transferCleaned, usageDeadline, usageVia, usageTransferName, usageHandover, usageOneLine

    // Kinds of entries
    case kindLedger, kindSealIntent, kindSeal, kindOpen, kindVerify, kindReseal, kindLabel, kindKey, kindPolicy
    case kindNotice, kindForget, kindWitness, kindCosigned
    case kindTransfer, kindDelivery, kindHandover, kindArrival, kindReceipt

    // Fields of entries
    case fieldThreshold, fieldPieceCount, fieldMode, fieldFewestRoutes, fieldDeadline, fieldRoutes, fieldRouteIdentities
    case fieldStatedBy, fieldPassphraseBy, fieldPiece, fieldRoute, fieldRouteKind, fieldResumedAt, fieldVerification
    case fieldAgain, fieldPlace, fieldMedium, fieldWhen, fieldCarrier, fieldContainer, fieldSealNumber, fieldDirection
    case fieldGood, fieldDamaged, fieldState, fieldCloses
    case fieldAt, fieldActor, fieldHost, fieldBy, fieldSpooled, fieldPackage, fieldHeader, fieldPurpose, fieldGrade
    case fieldRestrictions, fieldRetention, fieldRecipients, fieldPassphrase, fieldAlgorithms, fieldNames
    case fieldManifest, fieldBytes, fieldEntries, fieldResult, fieldCause, fieldSigner, fieldResealedFrom
    case fieldVerdict, fieldFrom, fieldTo, fieldFromManifest, fieldAffectedBy, fieldDecider, fieldReason, fieldEvent
    case fieldFingerprint, fieldAlgorithm, fieldValue, fieldVersion, fieldShown, fieldConfirmed, fieldOrigin, fieldKey
    case fieldFields, fieldSize, fieldRoot, fieldWitness, fieldOrganisation, fieldOutput, fieldInput, titleEntry
    case titleKind
    case valueYes, valueNo, valueForgotten, valueWithheld, valueFalse

    // What a verification finds
    case placeHash, placeSize, placeAndMore, findingEntryMissing, findingEntryUncovered, findingEntryChanged
    case findingEntryMalformed, findingUnknownKind, findingFirstEntry, findingColumnChanged, findingHashMissing
    case findingHashChanged, findingHashUncovered, findingCheckpointMissing, findingCheckpointMalformed
    case findingTextChanged, ledgerNotExport
    case findingCheckpointSignature, findingCheckpointRoot, findingCosignature, findingWitnesses, findingKeyFile
    case findingRolledBack, findingOtherHistory, findingOtherLedger, findingAnchorDamaged, findingPersonalChanged
    case findingUnreadable, findingIndexDamaged, findingKeptOtherLedger, findingKeptLonger, findingKeptOtherHistory
    case findingKeptNotComparable, findingKeptOtherEntry, findingQuorum, ledgerSound, ledgerUnsound, titleEntries,
        titleRoot
    case titlePersonalValues, titleBackwardTimes, titleWitnesses, titleCompared, cosignedBy, cosignedByNobody
    case comparedEqual, progressLedger, packageNoProof

    // Proofs
    case titleSeenBefore, growthKept, growthSame, growthUnrelated, growthForked
    case proofHolds, growthHolds, proofFails, faultOtherKey, faultNotSigned, faultNotIncluded, faultNotConsistent
    case faultTwoHistories, faultEntryMalformed, faultUnknownKind, faultPersonal, titleOwner, ownerTold, ownerNobody
    case ownerBadPin, ownerNotVouched, ownerNotValid, titleLedger, titleLedgerKey, notProof, hintVouch

    // Keeping a ledger
    case doneWritten, donePinned, doneForgotten, noteNotReached, noneForgotten, doneRetention, retentionLine
    case retentionOthers, retentionForever, retentionForm, retentionNeedsKeep, retentionOnlySet, witnessNeedsKey
    case witnessNeedsName, witnessShowAlone, witnessLine, doneWitness, doneWitnessRemoved, doneCosigned, doneCollected
    case noneCollected, witnessUnknown, witnessSelf, collectRefused, witnessConflict, hintWitnessKey,
        hintWitnessConflict, hintTwoHistories
    case titleWitnessKey, titleKeyHash, entryForm, entryNoPackage, timeForm, kindForm, keyForm, showOneAlone

    // Exports and reports
    case exportDone, exportPersonal, reportDone, reportTitle, reportPeriod, reportTotal, reportByDay, reportByKind
    case reportByGrade, reportByPurpose, reportNotable, reportMore, reportHidden, reportNothing, reportUTC
    case reportCounted, reportPeriodForm, reportOutputForm, findingEntryMisplaced, findingPin

    // Proofs that cannot be read
    case whatProof, transparencyMalformed, transparencyTooLarge, transparencyKey, transparencyWitnesses
    case transparencyRange

    // Transfers
    case whatTransfer, transferMalformed, transferUnsupported, transferBadValue, transferTooMuch
    case transferCarriesOther, transferPassphraseRoute, transferTooFewRoutes, transferTooManyRoutes
    case transferNoSuchPiece, transferNotFound, transferAmbiguous, transferExists, transferBusy, transferEnded
    case transferBadSignature, hintTransferOtherRoute, hintTransferBusy, hintTransferList
    case hintReceiptAgain

    // Receiving
    case whatReceiving, whatReceipt, operationCollectingBusy, operationPieceTooLarge
    case operationEnoughDamaged, operationReceiptForeign, operationReceiptOtherManifest
    case operationReceiptSignerUnknown, operationReceiptNotRecipient, hintPieceTooLarge, hintReceiptSigner
    case hintReceiptForeign
    case receiveGood, receiveLate, receiveDamaged, receiveDamagedLate, receiveDamage, receiveReplay, receiveReceipt
    case receiveReceiptKnown, receiptNumbers, receiveRefused, receiveVisited, receiveCutShort, receiveWaiting
    case receiveWaits, hintReceiveElsewhere, receiveReady, receiveReadyPassphrase, receiveNothing, progressCollecting,
        receiptSent,
        receiptWritten
    case receiptNoSigner, receiptsNeedFolder, receiptImported, receiptImportedBefore, receiptOpened, receiptCloses

    /// For programs: the name in words, the first of which is the subject, as in "seal.skipped-special".
    package var name: String {
        let words = rawValue.words
        return words.count < 2 ? rawValue : words[0] + "." + words.dropFirst().joined(separator: "-")
    }

    /// The message in that language, each {n} replaced by the n-th argument, escaped.
    package func text(_ language: Language, _ arguments: any MessageArgument...) -> String {
        text(language, arguments: arguments)
    }

    /// The message in that language, each {n} replaced by the n-th argument, escaped.
    package func text(_ language: Language, arguments: [any MessageArgument]) -> String {
        // A message without words is a defect that the tests find; its name is the best that can be said then.
        guard let wording = Self.wordings[self] else { return rawValue }
        return Self.filled(language == .ja ? wording.ja : wording.en, arguments)
    }

    /// One pass over the template, so that a brace in an argument is never taken for a place. An argument between quotation
    /// marks cannot close them: there `\'` stands for the mark itself.
    private static func filled(_ template: String, _ arguments: [any MessageArgument]) -> String {
        var result = ""
        var rest = template[...]
        while let open = rest.firstIndex(of: "{") {
            result += rest[..<open]
            rest = rest[open...].dropFirst()
            guard let place = rest.first?.wholeNumberValue, rest.dropFirst().first == "}" else {
                result += "{"
                continue
            }
            rest = rest.dropFirst(2)
            let shown = place < arguments.count ? arguments[place].shown : ""
            result += isQuoted(between: result.last, rest.first) ? quotable(shown) : shown
        }
        return result + rest
    }

    private static func isQuoted(between before: Character?, _ after: Character?) -> Bool {
        before == "'" && after == "'" || before == "「" && after == "」"
    }

    private static func quotable(_ shown: String) -> String {
        var result = String.UnicodeScalarView()
        // By scalars: a mark that combines with a quotation mark does not make it another one.
        for scalar in shown.unicodeScalars {
            if "'「」".unicodeScalars.contains(scalar) { result.append("\\") }
            result.append(scalar)
        }
        return String(result)
    }
}

extension String {
    /// The words of a name such as "usageJSONAndData", in lower case.
    fileprivate var words: [String] {
        var words = [""]
        let letters = Array(self)
        for (index, letter) in letters.enumerated() {
            let startsWord =
                index > 0 && letter.isUppercase
                && (!letters[index - 1].isUppercase || index + 1 < letters.count && letters[index + 1].isLowercase)
            if startsWord { words.append("") }
            words[words.count - 1] += letter.lowercased()
        }
        return words
    }
}
