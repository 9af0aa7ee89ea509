import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'

export interface BranchFieldProps {
  value: string
  onChange: (value: string) => void
  hint?: string | undefined
}

/** The branch that a patch is for. */
export const BranchField = ({ value, onChange, hint }: BranchFieldProps) => (
  <Field label="Branch" hint={hint}>
    {(ids) => (
      <Input {...ids} maxLength={300} value={value} onChange={(event) => onChange(event.target.value)} />
    )}
  </Field>
)
