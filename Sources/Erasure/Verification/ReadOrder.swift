/// Which blocks of a device are read back, and in which order.
struct ReadOrder: Sendable {
    /// How many blocks there are.
    let count: UInt64
    private let plan: Plan

    private enum Plan: Sendable {
        /// Regions in a drawn order, the last one of the device last.
        case regions([UInt32], blocksEach: UInt64, blockSize: UInt64, size: UInt64)
        /// Stretches of so many blocks each.
        case stretches([Extent], blocksEach: UInt64, blockSize: UInt64)
    }

    /// The whole device.
    ///
    /// Regions are read in an order that the device cannot foresee, so that its cache holds none of them when it is
    /// asked; the one that was written last, and may still be in the cache, comes last. Within a region blocks come in
    /// order, which is what disks are fast at.
    init(wholeOf size: UInt64, blockSize: Int, regionBytes: UInt64, seed: UInt64) {
        var order = SeededOrder(seed: seed)
        let block = UInt64(blockSize)
        let regions = (size + regionBytes - 1) / regionBytes
        var numbers = Array(0..<UInt32(clamping: regions)).dropLast()
        numbers.shuffle(using: &order)
        count = (size + block - 1) / block
        plan = .regions(
            Array(numbers) + [UInt32(clamping: max(regions, 1) - 1)], blocksEach: regionBytes / block, blockSize: block,
            size: size)
    }

    /// A part of the device.
    init(_ sample: SamplePlan, blockSize: Int) {
        let block = UInt64(blockSize)
        let longest = sample.extents.map(\.length).max() ?? 0
        let blocks = max((longest + block - 1) / block, 1)
        count = blocks * UInt64(sample.extents.count)
        plan = .stretches(sample.extents, blocksEach: blocks, blockSize: block)
    }

    /// The block at a position 0..<``count``, or nil where there is none: stretches may differ in length.
    func extent(_ position: UInt64) -> Extent? {
        switch plan {
        case .regions(let order, let each, let blockSize, let size):
            let region = UInt64(order[Int(position / each)])
            let offset = (region * each + position % each) * blockSize
            return offset < size ? Extent(offset, min(blockSize, size - offset)) : nil
        case .stretches(let extents, let each, let blockSize):
            let stretch = extents[Int(position / each)]
            let start = position % each * blockSize
            return start < stretch.length
                ? Extent(stretch.offset + start, min(blockSize, stretch.length - start)) : nil
        }
    }
}
