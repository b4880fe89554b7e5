import { everySampleServes } from '../support/every-sample.ts'

everySampleServes('every sample is pushed with git and serves', [], (process.env['DYNARIUM_MISSING'] ?? '').split(','))
