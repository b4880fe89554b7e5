// Words for made-up app names: `quiet-harbor-48213`. Heroku's own names have this form; these word lists are ours.
// A name has at most 30 characters, so no word has more than 9.

export const adjectives: readonly string[] = [
  'amber', 'ample', 'arctic', 'azure', 'brave', 'breezy', 'bright', 'brisk', 'calm', 'candid', 'cedar', 'chilly', 'clever', 'copper', 'coral',
  'cosmic', 'crisp', 'dapper', 'daring', 'dewy', 'dusky', 'eager', 'early', 'earnest', 'fabled', 'fair', 'fleet', 'floral', 'fresh', 'gentle',
  'gilded', 'glacial', 'golden', 'hardy', 'hazel', 'hidden', 'humble', 'indigo', 'ivory', 'jade', 'jolly', 'keen', 'lively', 'lofty', 'lucid',
  'lunar', 'mellow', 'merry', 'misty', 'nimble', 'noble', 'opal', 'placid', 'plucky', 'polar', 'proud', 'quiet', 'rapid', 'rustic', 'sandy',
  'serene', 'silent', 'silver', 'snowy', 'solar', 'spry', 'steady', 'stellar', 'sunny', 'swift', 'tidal', 'tidy', 'tranquil', 'velvet', 'vivid',
  'warm', 'wild', 'windy', 'witty', 'woven',
]

export const nouns: readonly string[] = [
  'acorn', 'alder', 'anchor', 'aspen', 'atoll', 'badger', 'basin', 'bay', 'beacon', 'birch', 'bluff', 'brook', 'canyon', 'cavern', 'cliff',
  'cloud', 'comet', 'cove', 'crane', 'creek', 'delta', 'dune', 'ember', 'falcon', 'fern', 'field', 'fjord', 'forest', 'garden', 'geyser',
  'glade', 'glen', 'grove', 'gull', 'harbor', 'heron', 'hill', 'island', 'juniper', 'lagoon', 'lake', 'lantern', 'larch', 'ledge', 'lichen',
  'maple', 'marsh', 'meadow', 'mesa', 'moss', 'oak', 'orchard', 'otter', 'peak', 'pebble', 'pine', 'plain', 'pond', 'prairie', 'quarry',
  'rapids', 'reef', 'ridge', 'river', 'savanna', 'shore', 'spring', 'spruce', 'summit', 'thicket', 'tundra', 'valley', 'vista', 'walrus',
  'willow', 'wren',
]
