import { Field } from '../ui/field.tsx'
import { TextArea } from '../ui/text-area.tsx'

export interface MessageFieldProps {
  value: string
  onChange: (value: string) => void
  rows: number
  hint?: string | undefined
  error?: string | undefined
}

/** The message of a commit or a patch. */
export const MessageField = ({ value, onChange, rows, hint, error }: MessageFieldProps) => (
  <Field label="Message" hint={hint} error={error}>
    {(ids) => (
      <TextArea
        {...ids}
        autoFocus
        growing
        rows={rows}
        maxLength={20_000}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    )}
  </Field>
)
