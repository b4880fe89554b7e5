import type { AddOn } from '../../../shared/domain/add-on.ts'
import type { AddOnSheet } from '../../store/addon-desk.ts'
import type { Market } from '../../store/use-catalogue.ts'
import { AttachAddOn } from './attach-addon.tsx'
import { ChangePlan } from './change-plan.tsx'
import { DestroyAddOn } from './destroy-addon.tsx'
import { DetachAddOn } from './detach-addon.tsx'
import { RenameAddOn } from './rename-addon.tsx'

type AddOnSheetProps = { readonly sheet: Exclude<AddOnSheet, { kind: 'create' }>; readonly addOn: AddOn; readonly market: Market | null }

/** What is being done with an add-on, one thing at a time. */
export function AddOnSheetOf({ sheet, addOn, market }: AddOnSheetProps) {
  switch (sheet.kind) {
    case 'plan':
      return market === null ? null : <ChangePlan addOn={addOn} market={market} />
    case 'attach':
      return <AttachAddOn addOn={addOn} isShared={market?.serviceOf(addOn.service)?.sharing !== false} />
    case 'rename':
      return <RenameAddOn addOn={addOn} />
    case 'destroy':
      return <DestroyAddOn addOn={addOn} />
    case 'detach':
      return <DetachAddOn addOn={addOn} attachmentId={sheet.attachmentId} />
  }
}
